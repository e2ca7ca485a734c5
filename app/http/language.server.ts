import { LANGUAGES, isLanguage, type Language } from "#app/copy/language.ts";
import { languageCookie } from "./cookies.server.ts";
import { acceptedLanguages } from "./negotiation.server.ts";

/** The language of a request: the visitor's choice, else what the browser prefers, else English. */
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
