import type { Browser, Page } from "playwright-core";
import { i18nOf } from "#app/copy/catalogs.server.ts";
import type { Language } from "#app/copy/language.ts";
import { wordsOf } from "#app/copy/words.ts";
import { openPage } from "./browser.ts";
import { heardOn, recordOf } from "./recorded.ts";

/** What every walk is made in, with the locale that a browser has there. */
export const LANGUAGES = [
  ["en", "en-GB"],
  ["ru", "ru-RU"],
] as const;

/** The page on which a walk begins, in a profile of its own. */
export async function beginWalk(browser: Browser, base: string, locale: string): Promise<Page> {
  const options = { locale, reducedMotion: "reduce", viewport: { width: 1280, height: 720 } } as const;
  const page = await openPage(browser, base, "/", { options });
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  return page;
}

/** What a walk asks of its page, by the words of a language; `page` may be opened later. */
export function walkIn(language: Language, page: () => Page) {
  return {
    say: wordsOf(i18nOf(language)),
    button: (name: string) => page().getByRole("button", { name, exact: true }),
    link: (name: string) => page().getByRole("link", { name, exact: true }),
    told: (text: string) => page().getByText(text, { exact: true }).first().waitFor(),
    heard: (hidden: string[] = []) => heardOn(page().locator("main"), hidden),
    record: (name: string) => recordOf(`${language}/${name}`),
  };
}
