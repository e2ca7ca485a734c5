import { setupI18n, type I18n } from "@lingui/core";
import type { Language } from "./language.ts";

/**
 * Fetches the words of one language for the browser. The many words of the proof only come with its own page, which is
 * why links to it load a new document. What only the server says stays there.
 */
export async function loadI18n(language: Language, { proof }: { proof: boolean }): Promise<I18n> {
  const russian = language === "ru";
  const [{ messages }, own] = await Promise.all([
    russian ? import("./ru.json?lingui") : import("./en.json?lingui"),
    proof ? (russian ? import("./ru/proof.json?lingui") : import("./en/proof.json?lingui")) : null,
  ]);
  return setupI18n({ locale: language, messages: { [language]: { ...messages, ...own?.messages } } });
}
