import { setupI18n, type I18n } from "@lingui/core";
import type { Language } from "./language.ts";

/** Pages with so many words of their own that only their documents bring them. */
type OwnWords = "poll" | "proof" | "club" | "library" | "lottery";

/** The words of which pages' own a document at this path brings: a poll shows what a lottery does when it is drawn. */
export function ownWordsAt(path: string): OwnWords[] {
  if (path.startsWith("/p/")) return ["poll", "lottery"];
  if (path.endsWith("/proof")) return ["proof"];
  if (path.startsWith("/l/")) return ["lottery"];
  if (/^\/library(?:\/|$)/.test(path)) return ["library"];
  return /^\/(?:club|join)(?:\/|$)/.test(path) ? ["club"] : [];
}

/**
 * Fetches the words of one language for the browser. The many words of some pages only come with their documents, which
 * is why links to those load a new one. What only the server says stays there.
 */
export async function loadI18n(language: Language, own: readonly OwnWords[]): Promise<I18n> {
  const russian = language === "ru";
  const parts = await Promise.all([
    russian ? import("./ru.json?lingui") : import("./en.json?lingui"),
    ...own.map((part) => ownWords(part, russian)),
  ]);
  const messages = Object.assign({}, ...parts.map((part) => part.messages)) as (typeof parts)[0]["messages"];
  return setupI18n({ locale: language, messages: { [language]: messages } });
}

function ownWords(own: OwnWords, russian: boolean) {
  switch (own) {
    case "poll":
      return russian ? import("./ru/poll.json?lingui") : import("./en/poll.json?lingui");
    case "proof":
      return russian ? import("./ru/proof.json?lingui") : import("./en/proof.json?lingui");
    case "club":
      return russian ? import("./ru/club.json?lingui") : import("./en/club.json?lingui");
    case "library":
      return russian ? import("./ru/library.json?lingui") : import("./en/library.json?lingui");
    case "lottery":
      return russian ? import("./ru/lottery.json?lingui") : import("./en/lottery.json?lingui");
  }
}
