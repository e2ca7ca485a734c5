import type { BrowserContext, Locator, Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { openBrowser, type openContext, openPage } from "#tests/support/browser.ts";
import { createLottery, DRAW, drawLongAgo, EVENING } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";
import type { Visitor } from "#tests/support/visitor.ts";

const server = await sharedServer();
const browser = await openBrowser();
const contexts: BrowserContext[] = [];

const AGAIN = "Yes, draw again";
const REASON = "Аня это уже видела";

afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
});

describe.each([true, false])("JavaScript %s", (javaScriptEnabled) => {
  test("the host draws again and says why: the first result stays listed, and who looks on sees the second", async () => {
    const host = server.visitor();
    const path = await createLottery(host, EVENING, { name: "Пятница" });
    await drawLongAgo(server.db, host, path);
    const [page, viewer] = [
      await open(path, { javaScriptEnabled }, host),
      await open(path, { javaScriptEnabled }),
    ];
    const first = await winnerOn(page);
    expect(await winnerOn(viewer)).toBe(first);
    expect(await viewer.getByRole("link", { name: "Draw again" }).count(), "the host's alone").toBe(0);

    await page.getByRole("link", { name: "Draw again" }).click();
    await page.getByRole("button", { name: AGAIN }).click();
    await page.getByText("Say why, for everyone to read.").waitFor();
    await page.locator("#reason").fill(REASON);
    await page.getByRole("button", { name: AGAIN }).click();
    await page.getByText("The next draw is ready.").waitFor();
    await expectEarlier(page, first);

    // A result without JavaScript does not look again by itself; a page that waits does.
    if (!javaScriptEnabled) await viewer.reload();
    const documents = loadsOf(viewer);
    await viewer.getByRole("button", { name: DRAW }).waitFor();
    await expectEarlier(viewer, first);

    await page.getByRole("button", { name: DRAW }).click();
    const second = await winnerOn(page);
    expect(second, "the first one was left out").not.toBe(first);
    expect(await winnerOn(viewer)).toBe(second);
    expect(documents.length === 0, "live, or by loading itself anew").toBe(javaScriptEnabled);
    for (const each of [page, viewer]) await expectEarlier(each, first);
  });
});

/** The page lists one earlier draw: the first, its winner, and why it was drawn again. */
async function expectEarlier(page: Page, winner: string | null): Promise<void> {
  const earlier = earlierOn(page);
  await earlier.first().waitFor();
  expect(await earlier.count()).toBe(1);
  const told = await earlier.innerText();
  for (const words of ["Draw 1", winner!, REASON]) expect(told).toContain(words);
}

function earlierOn(page: Page): Locator {
  return page.getByRole("region", { name: "Earlier draws" }).getByRole("listitem");
}

function winnerOn(page: Page): Promise<string | null> {
  return page.locator(".verdict-title bdi").textContent();
}

/** The documents that the page loads from now on. */
function loadsOf(page: Page): string[] {
  const loads: string[] = [];
  page.on("load", () => void loads.push(page.url()));
  return loads;
}

async function open(
  path: string,
  options: Parameters<typeof openContext>[2],
  visitor?: Visitor,
): Promise<Page> {
  const page = await openPage(browser, server.url, path, { options, visitor });
  contexts.push(page.context());
  return page;
}
