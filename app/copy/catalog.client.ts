import { setupI18n, type I18n } from "@lingui/core";
import type { Language } from "./language.ts";

/** Fetches the words of one language only, for the browser. */
export async function loadI18n(language: Language): Promise<I18n> {
  const { messages } =
    language === "ru" ? await import("./ru.json?lingui") : await import("./en.json?lingui");
  return setupI18n({ locale: language, messages: { [language]: messages } });
}
