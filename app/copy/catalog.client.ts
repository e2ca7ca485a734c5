import { setupI18n, type I18n } from "@lingui/core";
import type { Language } from "./language.ts";

/**
 * Fetches the words of one language only, for the browser. The proof's many words come with its page alone; so links
 * to it load the document.
 */
export async function loadI18n(language: Language, { proof }: { proof: boolean }): Promise<I18n> {
  const russian = language === "ru";
  const [{ messages }, own] = await Promise.all([
    russian ? import("./ru.json?lingui") : import("./en.json?lingui"),
    proof ? (russian ? import("./ru/proof.json?lingui") : import("./en/proof.json?lingui")) : null,
  ]);
  return setupI18n({ locale: language, messages: { [language]: { ...messages, ...own?.messages } } });
}
