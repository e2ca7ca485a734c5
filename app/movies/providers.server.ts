import type { Config } from "#app/config.server.ts";
import { watched, type WatchedProvider } from "./circuit.server.ts";
import { kinopoisk } from "./kinopoisk.server.ts";
import { omdb } from "./omdb.server.ts";
import { tmdb } from "./tmdb.server.ts";

/** The providers that have a token, in the order in which they are trusted. `mayAsk` counts their uses. */
export function configuredProviders(
  { order, timeoutMs, kinopoisk: kp, tmdb: tm, omdb: om }: Config["providers"],
  mayAsk: (provider: string) => Promise<boolean>,
): WatchedProvider[] {
  const access = (name: string) => ({ timeoutMs, mayAsk: () => mayAsk(name) });
  const known = {
    kinopoisk: kp && kinopoisk({ ...access("kinopoisk"), base: kp.url, headers: { "X-API-KEY": kp.token } }),
    tmdb:
      tm &&
      tmdb({
        ...access("tmdb"),
        base: tm.url,
        images: tm.images,
        headers: { authorization: `Bearer ${tm.token}` },
      }),
    omdb: om && omdb({ ...access("omdb"), base: om.url, key: om.token }),
  };
  return order.flatMap((name) => (known[name] ? [watched(known[name])] : []));
}
