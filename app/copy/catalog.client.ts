import { setupI18n, type I18n } from "@lingui/core";
import type { Language } from "./language.ts";

/** Pages with so many words of their own that only their documents bring them. */
type OwnWords = "proof" | "club" | "library" | "lottery";

/** The words of which page's own a document at this path brings. */
export function ownWordsAt(path: string): OwnWords | null {
  if (path.endsWith("/proof")) return "proof";
  if (/^\/[lp]\//.test(path)) return "lottery";
  if (/^\/library(?:\/|$)/.test(path)) return "library";
  return /^\/(?:club|join)(?:\/|$)/.test(path) ? "club" : null;
}

/**
 * Fetches the words of one language for the browser. The many words of some pages only come with their documents, which
 * is why links to those load a new one. What only the server says stays there.
 */
export async function loadI18n(language: Language, own: OwnWords | null): Promise<I18n> {
  const russian = language === "ru";
  const [{ messages }, more] = await Promise.all([
    russian ? import("./ru.json?lingui") : import("./en.json?lingui"),
    ownWords(own, russian),
  ]);
  return setupI18n({ locale: language, messages: { [language]: { ...messages, ...more?.messages } } });
}

function ownWords(own: OwnWords | null, russian: boolean) {
  if (own === "proof") return russian ? import("./ru/proof.json?lingui") : import("./en/proof.json?lingui");
  if (own === "club") return russian ? import("./ru/club.json?lingui") : import("./en/club.json?lingui");
  if (own === "library")
    return russian ? import("./ru/library.json?lingui") : import("./en/library.json?lingui");
  if (own === "lottery")
    return russian ? import("./ru/lottery.json?lingui") : import("./en/lottery.json?lingui");
  return null;
}
