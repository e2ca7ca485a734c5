import { createCookie, type Cookie } from "@remix-run/node";
import { config } from "#app/config.server.ts";
import { signingSecrets } from "./secrets.server.ts";

const YEAR_S = 365 * 24 * 60 * 60;

/** The language a visitor chose. Unsigned: a forged one is a choice too. */
export const languageCookie = lazily(() => cookie("language", { maxAge: YEAR_S }));

/** Who this browser is, and its club. */
export const visitorCookie = lazily(() => cookie("visitor", { maxAge: YEAR_S, secrets: signingSecrets() }));

/** One sentence for the next page, read once. */
export const noticeCookie = lazily(() => cookie("notice", { maxAge: 60, secrets: signingSecrets() }));

function cookie(name: string, options: { maxAge: number; secrets?: string[] }): Cookie {
  const secure = config().publicUrl?.startsWith("https:") ?? false;
  return createCookie(name, { path: "/", httpOnly: true, sameSite: "lax", secure, ...options });
}

/** Settings are read when first needed, so that importing a route needs none. */
function lazily(make: () => Cookie): () => Cookie {
  let made: Cookie | undefined;
  return () => (made ??= make());
}
