import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { i18nOf } from "#app/copy/catalogs.server.ts";
import { wordsOf } from "#app/copy/words.ts";
import { hydrated, openBrowser } from "#tests/support/browser.ts";
import { enter, expectFocus, letTimePass, tabTo, write } from "#tests/support/keyboard.ts";
import { heardOn } from "#tests/support/recorded.ts";
import { sharedServer } from "#tests/support/server.ts";
import { beginWalk, LANGUAGES, walkIn } from "#tests/support/walk.ts";
import { winningWord } from "#tests/support/winning-word.ts";

const server = await sharedServer();
const browser = await openBrowser();

/** Every flow with nothing but a keyboard, one after another in one browser; each page as it is read out then. */
describe.each(LANGUAGES)("by keyboard alone, in %s", (language, locale) => {
  let page: Page;
  let lottery = "";
  const { say, button, link, told, heard, record } = walkIn(language, () => page);
  const heading = () => page.getByRole("heading", { level: 1 });

  test("past the header to the content", async () => {
    page = await beginWalk(browser, server.url, locale);
    await expect.soft(await heardOn(page.locator("body"))).toMatchFileSnapshot(record("start"));
    await enter(link(say("nav.skip")));
    await expectFocus(page.locator("main"));
  });

  test("films are typed, pasted, found, changed and removed, and become a lottery", async () => {
    const tickets = page.locator(".ticket");
    await writeTitle("Ran");
    await enter(button(say("home.create")));
    await page.getByRole("alert").waitFor();
    await expect.soft(await heard()).toMatchFileSnapshot(record("too few films"));
    await writeTitle("Blade Runner (1982)");
    await page.keyboard.press("Enter");
    await expectFocus(page.locator("#title"));
    await enter(page.locator("summary", { hasText: say("home.several") }));
    await write(page.locator("#several"), "Солярис (1972)\nПсихо");
    await enter(button(say("home.add")).last());
    await expect.poll(() => tickets.count()).toBe(4);
    await writeTitle("Казино");
    // Until it stands for all that was typed, the list may still change.
    await page
      .getByRole("status")
      .filter({ hasText: /[“«]Казино[”»]/ })
      .waitFor({ state: "attached" });
    await expect.soft(await heard()).toMatchFileSnapshot(record("films that may be meant"));
    await page.keyboard.press("ArrowDown");
    await page.getByRole("option", { selected: true }).waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(() => tickets.count()).toBe(5);
    await writeTitle("Сталкер");
    await enter(button(say("find.button")));
    await page.locator("#found-title").waitFor();
    await expect.soft(await heard()).toMatchFileSnapshot(record("films that were found"));
    await enter(page.locator(".found-take").first());
    await expect.poll(() => tickets.count()).toBe(6);
    await write(page.locator("#entry-3-title"), "Psycho");
    await write(page.locator("#entry-3-year"), "1960");
    await enter(button(say("home.remove", { number: 1 })));
    await expect.poll(() => tickets.count()).toBe(5);
    await expect.soft(await heard()).toMatchFileSnapshot(record("a list of films"));
    await write(page.locator("#name"), "Friday");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/l\/\w{10}$/);
    lottery = new URL(page.url()).pathname;
    await hydrated(page);
    await expect.soft(await heard()).toMatchFileSnapshot(record("lottery"));
  });

  test("the link is copied", async () => {
    await enter(button(say("lottery.copy")));
    await button(say("lottery.copied")).waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(server.url + lottery);
  });

  test("a word of one's own goes into the draw", async () => {
    const word = await winningWord(server.db, lottery, "Солярис");
    await enter(link(say("draw.add-word")));
    await write(page.locator("#word"), word);
    await expect.soft(await heard([word])).toMatchFileSnapshot(record("a word for the draw"));
    await enter(button(say("lottery.draw")));
    await resultOf("Солярис");
    await expectFocus(heading());
    await expect.soft(await heard()).toMatchFileSnapshot(record("result"));
    await enter(link(say("reveal.tv")));
    await page.locator(".tv-view").waitFor();
    await resultOf("Солярис");
    await expect.soft(await heard()).toMatchFileSnapshot(record("big screen"));
    await enter(link(say("draw.back")));
    await expectFocus(heading());
  });

  test("it is drawn again, for a reason", async () => {
    await enter(link(say("redraw.link")));
    await expectFocus(heading());
    await enter(button(say("redraw.yes")));
    await told(say("problem.reason-blank"));
    await expect.soft(await heard()).toMatchFileSnapshot(record("draw again without a reason"));
    await write(page.locator("#reason"), "Аня это видела");
    await page.keyboard.press("Enter");
    await told(say("notice.draw-opened"));
    await expectFocus(heading());
    const word = await winningWord(server.db, lottery, "Psycho");
    await enter(link(say("draw.add-word")));
    await write(page.locator("#word"), word);
    await page.keyboard.press("Enter");
    await resultOf("Psycho");
    await expect.soft(await heard()).toMatchFileSnapshot(record("second result"));
  });

  test("the draws are checked", async () => {
    await enter(link(say("fair.check")));
    await told(say("proof.browser-right"));
    await hydrated(page);
    await expect.soft(await heard(await words())).toMatchFileSnapshot(record("proof"));
    await enter(link("Friday"));
    await heading().waitFor();
  });

  test("the winner is kept, and another film is added, noted and removed", async () => {
    await enter(button(say("lottery.keep-film", { title: "Psycho" })));
    await told(say("notice.movie-added", { title: "Psycho" }));
    // It loads a new document, which begins at its beginning.
    await enter(link(say("nav.library")));
    await page.getByRole("heading", { level: 1, name: say("library.title") }).waitFor();
    await hydrated(page);
    await enter(page.locator("summary", { hasText: say("library.add") }));
    await write(page.locator("#title"), "Amélie");
    await write(page.locator("#year"), "2001");
    await write(page.locator("#note"), "С Аней");
    await enter(button(say("library.add-button")));
    await told(say("notice.movie-added", { title: "Amélie" }));
    await expectFocus(heading());
    await expect.soft(await heard()).toMatchFileSnapshot(record("library"));
    await enter(page.locator(".poster-link").first());
    await page.locator("#note").waitFor();
    await write(page.locator("#note"), "С Аней и Борей");
    await expect.soft(await heard()).toMatchFileSnapshot(record("film"));
    await enter(button(say("movie.save")));
    await told(say("notice.movie-changed"));
    await enter(link(say("movie.remove")));
    await expectFocus(heading());
    await expect.soft(await heard()).toMatchFileSnapshot(record("removal of a film"));
    await enter(button(say("movie.remove-yes")));
    await told(say("notice.movie-removed", { title: "Amélie" }));
  });

  test("ticked films become a lottery, which is found in the history and deleted", async () => {
    await enter(page.locator("summary", { hasText: say("library.add") }));
    await write(page.locator("#title"), "Зеркало");
    await enter(button(say("library.add-button")));
    await told(say("notice.movie-added", { title: "Зеркало" }));
    for (const index of [0, 1]) {
      await tabTo(page.locator(".library-list input[type=checkbox]").nth(index));
      await page.keyboard.press("Space");
    }
    await told(say("library.ticked", { count: 2 }));
    await enter(button(say("library.lottery")));
    await page.waitForURL(/\/l\/\w{10}$/);
    await enter(link(say("nav.create")));
    await expectFocus(heading());
    await expect.soft(await heard()).toMatchFileSnapshot(record("start of a club"));
    await enter(link(say("nav.history")));
    await expectFocus(heading());
    await expect.soft(await heard()).toMatchFileSnapshot(record("history"));
    await enter(page.locator(".lottery-row a").first());
    await enter(link(say("lottery.delete")));
    await expectFocus(heading());
    await expect.soft(await heard()).toMatchFileSnapshot(record("deletion of a lottery"));
    await enter(button(say("deletion.yes")));
    await told(say("notice.lottery-deleted"));
    expect(await page.locator(".lottery-row").count()).toBe(1);
  });

  test("the page is read in the other language", async () => {
    const other = language === "en" ? "ru" : "en";
    await enter(button(say(`language.${other}`)));
    await heading()
      .getByText(wordsOf(i18nOf(other))("history.title"))
      .waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe(other);
  });

  /** Types a title; what suggests films has come by then. */
  async function writeTitle(title: string): Promise<void> {
    await write(page.locator("#title"), title);
    await page.locator(".suggestions").waitFor({ state: "attached" });
  }

  /** Waits for a draw and for the end of its reel. */
  async function resultOf(title: string): Promise<void> {
    await page.locator(".verdict-title", { hasText: title }).waitFor({ state: "attached" });
    await letTimePass(page);
    await page.locator(".verdict-title").waitFor();
    // It is said when the reel has stopped.
    await page.getByRole("status").filter({ hasText: title }).waitFor({ state: "attached" });
  }

  /** Some words were chosen for their outcome, so they differ from run to run. */
  async function words(): Promise<string[]> {
    return server
      .db("draws")
      .where({ lottery_id: lottery.slice("/l/".length) })
      .pluck<string[]>("word");
  }
});
