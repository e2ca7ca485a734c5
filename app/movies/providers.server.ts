import { config } from "#app/config.server.ts";
import { kinopoisk } from "./kinopoisk.server.ts";
import { omdb } from "./omdb.server.ts";
import type { Provider } from "./provider.server.ts";
import { tmdb } from "./tmdb.server.ts";

let current: readonly Provider[] | undefined;

/** The providers that have a token, in the order in which they are trusted. */
export function providers(): readonly Provider[] {
  return (current ??= configured());
}

function configured(): Provider[] {
  const { order, timeoutMs, kinopoisk: kp, tmdb: tm, omdb: om } = config().providers;
  const known = {
    kinopoisk: kp && kinopoisk({ base: kp.url, headers: { "X-API-KEY": kp.token }, timeoutMs }),
    tmdb:
      tm &&
      tmdb({ base: tm.url, images: tm.images, headers: { authorization: `Bearer ${tm.token}` }, timeoutMs }),
    omdb: om && omdb({ base: om.url, key: om.token, timeoutMs }),
  };
  return order.flatMap((name) => known[name] ?? []);
}
