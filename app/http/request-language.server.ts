import { LANGUAGES, isLanguage, type Language } from "#app/copy/language.ts";
import { lazyCookie } from "./cookie.server.ts";
import { acceptedLanguages } from "./negotiation.server.ts";

const YEAR_S = 365 * 24 * 60 * 60;

/** The language that was chosen on this site. Unsigned: a forged one is a choice too. */
export const languageCookie = lazyCookie("language", { maxAge: YEAR_S, signed: false });

/** The language of a request: the one that was chosen, else what the browser prefers, else English. */
export async function languageOf({ headers }: { headers: Pick<Headers, "get"> }): Promise<Language> {
  const cookies = headers.get("Cookie");
  if (cookies?.includes("language=")) {
    const chosen: unknown = await languageCookie().parse(cookies);
    if (isLanguage(chosen)) return chosen;
  }
  return preferredLanguage(headers.get("Accept-Language"));
}

/** The best of our languages in an Accept-Language header (RFC 9110 §12.5.4); English when none fits. */
export function preferredLanguage(header: string | null): Language {
  const [best] = acceptedLanguages(header, [...LANGUAGES]);
  return LANGUAGES.find((language) => language === best) ?? "en";
}
