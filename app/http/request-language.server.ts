import { LANGUAGES, isLanguage, type Language } from "#app/copy/language.ts";
import { lazyCookie } from "./cookie.server.ts";
import { acceptedLanguages } from "./negotiation.server.ts";

const YEAR_S = 365 * 24 * 60 * 60;

/** The language that was chosen on this site. Unsigned: a forged one is a choice too. */
export const languageCookie = lazyCookie("language", { maxAge: YEAR_S, signed: false });

type Asked = { headers: Pick<Headers, "get">; url?: string };

/**
 * The language of a request: the one that was chosen, else what the browser prefers, else English. What was chosen stands
 * in a cookie, or for browsers that keep none in the address of the page, or of the page that led here.
 */
export async function languageOf(request: Asked): Promise<Language> {
  const { headers, url } = request;
  return (
    (await languageIn(headers.get("Cookie"))) ??
    languageInAddress(url) ??
    languageInAddress(referrerOf(request)) ??
    preferredLanguage(headers.get("Accept-Language"))
  );
}

/** The language that this answer tells the browser to keep, as a Set-Cookie header says it; null when it does not. */
export async function languageSet(headers: Headers): Promise<Language | null> {
  return languageIn(headers.getSetCookie().find((each) => each.startsWith("language=")) ?? null);
}

/**
 * Where a page is with the language in its address, for a browser that keeps no cookies and comes from such a page. Null
 * for all others.
 */
export function addressWithLanguage(request: Request): string | null {
  if (request.headers.has("Cookie") || languageInAddress(request.url)) return null;
  const language = languageInAddress(referrerOf(request));
  return language && withLanguage(new URL(request.url), language);
}

/** The path and query of an address with this language in it. */
export function withLanguage({ pathname, search }: URL, language: Language): string {
  const params = new URLSearchParams(search);
  params.set("language", language);
  return `${pathname}?${params.toString()}`;
}

async function languageIn(cookies: string | null): Promise<Language | null> {
  if (!cookies?.includes("language=")) return null;
  const chosen: unknown = await languageCookie().parse(cookies);
  return isLanguage(chosen) ? chosen : null;
}

function languageInAddress(address: string | null | undefined): Language | null {
  if (!address?.includes("language=") || !URL.canParse(address)) return null;
  const named = new URL(address).searchParams.get("language");
  return isLanguage(named) ? named : null;
}

/** The page of ours that led here, if its address may name a language; nobody else's is taken apart. */
function referrerOf({ headers }: Asked): string | null {
  const address = headers.get("Referer");
  if (!address?.includes("language=") || !URL.canParse(address)) return null;
  return new URL(address).host === headers.get("Host") ? address : null;
}

/** The best of our languages in an Accept-Language header (RFC 9110 §12.5.4); English when none fits. */
export function preferredLanguage(header: string | null): Language {
  const [best] = acceptedLanguages(header, [...LANGUAGES]);
  return LANGUAGES.find((language) => language === best) ?? "en";
}
