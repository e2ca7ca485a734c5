import type { BrowserContext, Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { hydrated, openBrowser, openContext } from "#tests/support/browser.ts";
import { createLottery, DRAW, EVENING } from "#tests/support/lotteries.ts";
import { testServer } from "#tests/support/server.ts";

const server = await testServer();
const browser = await openBrowser();
const contexts: BrowserContext[] = [];

afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
});

describe.each([true, false])("JavaScript %s in one of two browsers", (javaScriptEnabled) => {
  test("both wait, a third person draws, both see the same winner and the same beginning", async () => {
    const path = await createLottery(server.visitor());
    const [one, other] = await Promise.all([openPage(path), openPage(path, { javaScriptEnabled })]);
    await one.getByText("Nobody has drawn yet.").waitFor();
    await other.getByText("Nobody has drawn yet.").waitFor();
    await server.visitor().post(`${path}/draw`, {});
    const winner = await verdictOn(one);
    expect(EVENING.map(([title]) => title)).toContain(winner);
    const starts = await Promise.all([reelStart(one), reelStart(other)]);
    expect(await verdictOn(other)).toBe(winner);
    expect(Math.abs(starts[0] - starts[1])).toBeLessThan(300);
  });
});

test("who draws sees the same beginning as who waits", async () => {
  const path = await createLottery(server.visitor());
  const [host, guest] = await Promise.all([openPage(path), openPage(path)]);
  await guest.getByText("2 people are waiting").waitFor();
  await host.getByRole("button", { name: DRAW }).click();
  const starts = await Promise.all([reelStart(host), reelStart(guest)]);
  expect(Math.abs(starts[0] - starts[1])).toBeLessThan(300);
  expect(await verdictOn(host)).toBe(await verdictOn(guest));
});

const verdictOn = (page: Page) => page.locator(".verdict-title bdi").textContent({ timeout: 15_000 });

async function openPage(address: string, { javaScriptEnabled = true } = {}): Promise<Page> {
  const context = await openContext(browser, server.url, { javaScriptEnabled });
  contexts.push(context);
  const page = await context.newPage();
  await page.goto(address);
  if (javaScriptEnabled) await hydrated(page);
  return page;
}

/** When the reel on this page starts to turn, by the clock of the machine. */
async function reelStart(page: Page): Promise<number> {
  await page.locator(".verdict-title").waitFor({ state: "attached" });
  const start = `(async () => {
    const reel = document.getAnimations().find(({ animationName }) => /^turn/.test(animationName ?? ""));
    if (!reel) return null;
    await reel.ready;
    return performance.timeOrigin + reel.startTime + reel.effect.getTiming().delay;
  })()`;
  const found = await page.evaluate<number | null>(start);
  if (found === null) throw new Error("no reel turns");
  return found;
}
