import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { hydrated, openBrowser } from "#tests/support/browser.ts";
import { putIn } from "#tests/support/hats.ts";
import { enter, letTimePass, tabTo, write } from "#tests/support/keyboard.ts";
import { sharedServer } from "#tests/support/server.ts";
import { beginWalk, LANGUAGES, walkIn } from "#tests/support/walk.ts";
import { winningWord } from "#tests/support/winning-word.ts";

const server = await sharedServer();
const browser = await openBrowser();

/** A hat from its rules to its winner with nothing but a keyboard; each page as it is read out then. */
describe.each(LANGUAGES)("a hat by keyboard alone, in %s", (language, locale) => {
  let page: Page;
  let path = "";
  const { say, button, heard, record } = walkIn(language, () => page);
  const ticket = (title: string) => page.locator(".hat .ticket", { hasText: title });

  test("the way and its rules are chosen", async () => {
    page = await beginWalk(browser, server.url, locale);
    await tabTo(page.locator("[name=way]:checked"));
    await page.keyboard.press("ArrowRight");
    await enter(page.locator(".hat-rules summary"));
    await tabTo(page.locator("#odds"));
    await page.keyboard.press("ArrowDown");
    await tabTo(page.locator("[name=vetoes]"));
    await page.keyboard.press("Space");
    await expect.soft(await heard()).toMatchFileSnapshot(record("rules of a hat"));
    await enter(button(say("home.create")));
    await page.waitForURL(/\/l\/\w{10}$/);
    path = new URL(page.url()).pathname;
    await hydrated(page);
    await expect.soft(await heard()).toMatchFileSnapshot(record("a hat without films"));
  });

  test("films are put in, wanted, vetoed and changed", async () => {
    await write(page.locator("#title"), "Ran");
    await write(page.locator("#firstName"), "Anya");
    await page.keyboard.press("Enter");
    await ticket("Ran").waitFor();
    const guest = server.visitor();
    for (const title of ["Alien", "Сталкер"]) await putIn(guest, path, { title, firstName: "Borya" });
    await enter(button(say("hat.second-film", { title: "Alien" })));
    await ticket("Alien")
      .getByText(say("hat.backers", { count: 2 }))
      .waitFor();
    await enter(button(say("hat.veto-film", { title: "Сталкер" })));
    await page.locator(".hat-out", { hasText: "Сталкер" }).waitFor();
    await enter(ticket("Ran").locator("summary", { hasText: say("hat.change") }));
    await write(ticket("Ran").locator("[name=year]"), "1985");
    await page.keyboard.press("Enter");
    await ticket("Ran").locator(".movie-year", { hasText: "1985" }).waitFor();
    await expect.soft(await heard()).toMatchFileSnapshot(record("a hat with films"));
  });

  test("it is closed and drawn", async () => {
    await enter(button(say("hat.close")));
    await button(say("lottery.draw")).waitFor();
    await expect.soft(await heard()).toMatchFileSnapshot(record("a hat that is closed"));
    const word = await winningWord(server.db, path, "Alien");
    await enter(page.getByRole("link", { name: say("draw.add-word"), exact: true }));
    await write(page.locator("#word"), word);
    await page.keyboard.press("Enter");
    await page.locator(".verdict-title", { hasText: "Alien" }).waitFor({ state: "attached" });
    await letTimePass(page);
    await page.getByRole("status").filter({ hasText: "Alien" }).waitFor({ state: "attached" });
  });
});
