import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { hydrated, openBrowser } from "#tests/support/browser.ts";
import { enter, tabTo, write } from "#tests/support/keyboard.ts";
import { sharedServer } from "#tests/support/server.ts";
import { beginWalk, LANGUAGES, walkIn } from "#tests/support/walk.ts";

const server = await sharedServer();
const browser = await openBrowser();

/** A poll from its first film to its result, with nothing but a keyboard; each page as it is read out then. */
describe.each(LANGUAGES)("by keyboard alone, in %s", (language, locale) => {
  let page: Page;
  let poll = "";
  const { say, button, link, told, heard, record } = walkIn(language, () => page);

  test("who would rather vote chooses that, and the button says so", async () => {
    page = await beginWalk(browser, server.url, locale);
    await tabTo(page.locator("[name=way]:checked"));
    await button(say("home.create")).waitFor();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await button(say("home.create-poll")).waitFor();
    expect(await button(say("home.create")).count()).toBe(0);
    for (const [index, film] of ["Blade Runner (1982)", "Солярис (1972)", "Ran (1985)"].entries()) {
      await write(page.locator("#title"), film);
      await page.keyboard.press("Enter");
      await expect.poll(() => page.locator(".ticket").count()).toBe(index + 1);
    }
    await enter(button(say("home.create-poll")));
    await page.waitForURL(/\/p\/\w{10}$/);
    poll = new URL(page.url()).pathname;
    await hydrated(page);
    await expect.soft(await heard()).toMatchFileSnapshot(record("poll"));
  });

  test("the host asks for an order, and writes names down", async () => {
    await enter(link(say("poll.settings")));
    await tabTo(page.locator("[name=method]:checked"));
    await page.keyboard.press("ArrowDown");
    await expect.soft(await heard()).toMatchFileSnapshot(record("settings of a poll"));
    await enter(button(say("poll.save")));
    await told(say("poll.how-ranked"));
    await enter(link(say("poll.settings")));
    await write(page.locator("#names"), "Аня\nБоря");
    await enter(button(say("poll.names-add")));
    await told(say("notice.names-added"));
    await page.locator(".voter-list").waitFor();
    await expect.soft(await heard()).toMatchFileSnapshot(record("names of a poll"));
    await enter(button(say("lottery.copy")).first());
    await button(say("lottery.copied")).waitFor();
  });

  test("a voter puts films in order by the link that was sent, and votes", async () => {
    await page.goto(await page.evaluate<string>("navigator.clipboard.readText()"));
    await hydrated(page);
    await expect.soft(await heard()).toMatchFileSnapshot(record("ballot in order"));
    const up = (title: string) => button(say("poll.up", { title }));
    await enter(up("Солярис"));
    await enter(up("Ran"));
    await enter(up("Ran"));
    await enter(button(say("poll.leave-out", { title: "Солярис" })));
    await enter(up("Blade Runner"));
    await page.getByRole("status").filter({ hasText: "Blade Runner" }).waitFor({ state: "attached" });
    const order = page.locator(".ranking li[data-ranked] .movie-name");
    expect(await order.evaluateAll((all) => all.map((each) => each.textContent))).toEqual([
      "Ran 1985",
      "Blade Runner 1982",
    ]);
    await enter(button(say("poll.vote")));
    await page.getByRole("heading", { name: say("poll.own") }).waitFor();
    await expect.soft(await heard(await receipts())).toMatchFileSnapshot(record("own vote"));
    await enter(link(say("poll.change")));
    await page.locator(".ranking").waitFor();
    await write(page.getByRole("textbox", { name: say("poll.place", { title: "Солярис" }) }), "3");
    await enter(button(say("poll.vote-again")));
    await page.getByRole("heading", { name: say("poll.own") }).waitFor();
  });

  test("the host ends it, and the result is there", async () => {
    await page.goto(poll);
    await enter(link(say("poll.settings-by-name")));
    await page.locator(".voter-list").waitFor();
    await enter(button(say("poll.end")));
    await page.getByRole("heading", { name: say("poll.result") }).waitFor();
    await expect.soft(await heard(await receipts())).toMatchFileSnapshot(record("result of a poll"));
    await enter(link(say("poll.check")));
    await told(say("poll.browser-right"));
  });

  function receipts(): Promise<string[]> {
    return server
      .db("ballots")
      .where({ poll_id: poll.slice("/p/".length) })
      .pluck("receipt");
  }
});
