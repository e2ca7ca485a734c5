import type { BrowserContext, Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import { hydrated, openBrowser, openContext } from "#tests/support/browser.ts";
import { arrive, createLottery, EVENING } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";

const server = await sharedServer();
const browser = await openBrowser();
const contexts: BrowserContext[] = [];

afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
});

async function openPage(address: string, { javaScriptEnabled = true } = {}): Promise<Page> {
  const context = await openContext(browser, server.url, { javaScriptEnabled });
  contexts.push(context);
  const page = await context.newPage();
  await page.goto(address);
  if (javaScriptEnabled) await hydrated(page);
  return page;
}

const verdictOn = (page: Page) => page.locator(".verdict-title bdi").textContent({ timeout: 15_000 });

test("a word half typed stays, with JavaScript and without", async () => {
  const path = await createLottery(server.visitor());
  const fields = [];
  for (const javaScriptEnabled of [true, false]) {
    const page = await openPage(path, { javaScriptEnabled });
    await page.getByRole("link", { name: "Add a word of your own" }).click();
    const field = page.getByLabel(/A word of your own/);
    await field.waitFor();
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
    await field.fill("попко");
    fields.push(field);
  }
  // Long enough for a page that waits without JavaScript to load itself anew.
  const patient = await openPage(path, { javaScriptEnabled: false });
  await patient.waitForEvent("load");
  await patient.waitForEvent("load");
  for (const field of fields) expect(await field.inputValue()).toBe("попко");
});

test("who waits is told that the lottery was deleted, and finds the way home", async () => {
  const host = server.visitor();
  await arrive(host);
  const path = await createLottery(host);
  const guest = await openPage(path);
  await guest.getByText("So far it’s just you here.").waitFor();
  await host.post(`${path}/deletion`, {});
  await guest.getByRole("heading", { name: "This lottery was deleted" }).waitFor();
  await guest.getByRole("link", { name: "To the start page" }).click();
  await guest.getByRole("button", { name: "Create the lottery" }).waitFor();
  expect(new URL(guest.url()).pathname).toBe("/");
});

test("where streams are blocked, the page finds out by looking", async () => {
  const path = await createLottery(server.visitor());
  const context = await openContext(browser, server.url);
  contexts.push(context);
  await context.route("**/events", (route) => route.fulfill({ status: 503 }));
  const page = await context.newPage();
  await page.clock.install();
  await page.goto(path);
  await hydrated(page);
  await server.visitor().post(`${path}/draw`, {});
  await page.clock.fastForward(4_000);
  expect(EVENING.map(([title]) => title)).toContain(await verdictOn(page));
});
