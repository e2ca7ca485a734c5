import { setupI18n, type I18n } from "@lingui/core";
import type { Language } from "./language.ts";

/** Pages with so many words of their own that the others do without them. */
type OwnWords = "poll" | "proof" | "club" | "history" | "library" | "lottery";

export type BrowserWords = {
  i18n: I18n;
  /**
   * Fetches what the page at this path says, and is not here yet; null when there is nothing to fetch. Rejects when it does
   * not come.
   */
  fetchFor: (path: string) => Promise<void> | null;
};

/** By the first part of the path. A poll shows what a lottery does when it is drawn; of both is said if they were watched. */
const OWN: Partial<Record<string, readonly OwnWords[]>> = {
  p: ["poll", "lottery", "history"],
  l: ["lottery", "history"],
  history: ["history"],
  library: ["library"],
  club: ["club"],
  join: ["club"],
};

/**
 * Fetches the words of one language for the browser, with those of the page at `path`; words of other pages come when
 * somebody goes there. What only the server says stays there.
 */
export async function fetchWords(language: Language, path: string): Promise<BrowserWords> {
  const russian = language === "ru";
  const i18n = setupI18n({ locale: language, messages: { [language]: {} } });
  const here = new Set<OwnWords>();

  function fetchFor(path: string): Promise<void> | null {
    const missing = ownWordsAt(path).filter((own) => !here.has(own));
    if (missing.length === 0) return null;
    const fetched = missing.map(async (own) => {
      i18n.load(language, (await ownWords(own, russian)).messages);
      here.add(own);
    });
    return Promise.all(fetched).then(() => {});
  }

  const all = russian ? import("./ru.json?lingui") : import("./en.json?lingui");
  const [{ messages }] = await Promise.all([all, fetchFor(path)]);
  i18n.load(language, messages);
  return { i18n, fetchFor };
}

function ownWordsAt(path: string): readonly OwnWords[] {
  const first = path.split("/")[1]!;
  return first === "l" && path.endsWith("/proof") ? ["proof"] : (OWN[first] ?? []);
}

function ownWords(own: OwnWords, russian: boolean) {
  switch (own) {
    case "poll":
      return russian ? import("./ru/poll.json?lingui") : import("./en/poll.json?lingui");
    case "proof":
      return russian ? import("./ru/proof.json?lingui") : import("./en/proof.json?lingui");
    case "club":
      return russian ? import("./ru/club.json?lingui") : import("./en/club.json?lingui");
    case "history":
      return russian ? import("./ru/history.json?lingui") : import("./en/history.json?lingui");
    case "library":
      return russian ? import("./ru/library.json?lingui") : import("./en/library.json?lingui");
    case "lottery":
      return russian ? import("./ru/lottery.json?lingui") : import("./en/lottery.json?lingui");
  }
}
