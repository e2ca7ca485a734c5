import { setupI18n, type I18n } from "@lingui/core";
import { messages as en } from "./en.json?lingui";
import { messages as clubEn } from "./en/club.json?lingui";
import { messages as clubRu } from "./ru/club.json?lingui";
import { messages as historyEn } from "./en/history.json?lingui";
import { messages as historyRu } from "./ru/history.json?lingui";
import { messages as libraryEn } from "./en/library.json?lingui";
import { messages as libraryRu } from "./ru/library.json?lingui";
import { messages as lotteryEn } from "./en/lottery.json?lingui";
import { messages as lotteryRu } from "./ru/lottery.json?lingui";
import { messages as pollEn } from "./en/poll.json?lingui";
import { messages as pollRu } from "./ru/poll.json?lingui";
import { messages as proofEn } from "./en/proof.json?lingui";
import { messages as proofRu } from "./ru/proof.json?lingui";
import { messages as serverEn } from "./en/server.json?lingui";
import { messages as serverRu } from "./ru/server.json?lingui";
import { messages as ru } from "./ru.json?lingui";
import type { Language } from "./language.ts";

const loaded: Record<Language, I18n> = {
  en: setupI18n({
    locale: "en",
    messages: {
      en: { ...en, ...clubEn, ...historyEn, ...libraryEn, ...lotteryEn, ...pollEn, ...proofEn, ...serverEn },
    },
  }),
  ru: setupI18n({
    locale: "ru",
    messages: {
      ru: { ...ru, ...clubRu, ...historyRu, ...libraryRu, ...lotteryRu, ...pollRu, ...proofRu, ...serverRu },
    },
  }),
};

/** The words of a language, for rendering on the server. Shared by all requests: nothing in it changes. */
export function i18nOf(language: Language): I18n {
  return loaded[language];
}
