import { LANGUAGES, isLanguage, type Language } from "#app/copy/language.ts";
import { languageCookie } from "./cookies.server.ts";

/** The language of a request: the visitor's choice, else what the browser prefers, else English. */
export async function languageOf(request: Request): Promise<Language> {
  const header = request.headers.get("Cookie");
  if (header?.includes("language=")) {
    const chosen: unknown = await languageCookie().parse(header);
    if (isLanguage(chosen)) return chosen;
  }
  return preferredLanguage(request.headers.get("Accept-Language") ?? "");
}

/** The best of our languages in an Accept-Language header (RFC 9110 §12.5.4); English when none fits. */
export function preferredLanguage(header: string): Language {
  const wanted = header
    .split(",")
    .map((part) => {
      const [range = "", ...parameters] = part.trim().toLowerCase().split(";");
      const q = parameters.map((each) => /^\s*q=([\d.]+)\s*$/.exec(each)?.[1]).find(Boolean);
      return { language: range.split("-")[0], weight: q === undefined ? 1 : Number(q) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  const best = wanted.find(({ language }) => isLanguage(language));
  return LANGUAGES.find((language) => language === best?.language) ?? "en";
}
