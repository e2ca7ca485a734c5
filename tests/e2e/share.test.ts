import type { BrowserContext, Page } from "playwright-core";
import { afterAll, describe, expect, test } from "vitest";
import { hydrated, openBrowser, openContext } from "#tests/support/browser.ts";
import { arrive, createLottery, drawLongAgo, type Film } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";

const server = await sharedServer();
const browser = await openBrowser();
const host = server.visitor();
await arrive(host);

const FILMS: Film[] = [
  ["Солярис", 1972],
  ["Ran", 1985],
];
const undrawn = await createLottery(host, FILMS, { name: "Friday" });
const drawn = await createLottery(host, FILMS);
await drawLongAgo(server.db, host, drawn);
const evening = `${new Date().getUTCFullYear() + 1}-03-05`;

const opened: BrowserContext[] = [];
afterAll(() => Promise.all(opened.map((context) => context.close())));

async function visit(path: string, options: Parameters<typeof openContext>[2] = {}): Promise<Page> {
  const context = await openContext(browser, server.url, options);
  opened.push(context);
  const page = await context.newPage();
  // What this browser lacks on a desktop: a share sheet, which notes what it is given.
  await page.addInitScript(
    "navigator.share = async (what) => { document.documentElement.dataset.shared = JSON.stringify(what); }",
  );
  await page.goto(path);
  if (options.javaScriptEnabled !== false) await hydrated(page);
  return page;
}

test("the QR code unfolds, whole and no larger than a phone needs it, within the page's policy", async () => {
  const page = await visit(undrawn, { viewport: { width: 1440, height: 900 } });
  await page.locator("summary", { hasText: "QR code" }).click();
  const code = page.getByAltText("QR code of the link to this lottery");
  const loaded =
    "(({ complete, naturalWidth }) => complete && naturalWidth > 0)(document.querySelector('.qr img'))";
  await expect.poll(() => page.evaluate(loaded)).toBe(true);
  const box = await code.boundingBox();
  expect(box!.width).toBe(box!.height);
  expect(box!.height).toBeGreaterThan(200);
  expect(box!.height).toBeLessThanOrEqual(18 * 16);
});

test("the system's share sheet is offered the link", async () => {
  const page = await visit(undrawn);
  const link = await page.getByLabel("Send this link").inputValue();
  await page.getByRole("button", { name: "More…" }).click();
  const shared = await page.evaluate("JSON.parse(document.documentElement.dataset.shared)");
  expect(shared).toEqual({
    url: link,
    title: "Friday",
    text: "Friday: 2 films, and chance picks one. Come and draw!",
  });
});

test("after the draw the result is shared, and the link stands small beside it", async () => {
  const page = await visit(drawn);
  expect(await page.getByText("Send this link").count()).toBe(0);
  const link = await page.getByLabel("Link to this lottery").inputValue();
  expect(link).toBe(server.url + drawn);
  await page.locator("summary", { hasText: "Share the result" }).click();
  await page.getByRole("button", { name: "More…" }).click();
  const shared = (await page.evaluate("JSON.parse(document.documentElement.dataset.shared)")) as {
    url: string;
    text: string;
  };
  expect(shared.url).toBe(link);
  expect(shared.text).toContain("chance has picked our film");
});

describe.each([true, false])("with JavaScript %s", (javaScriptEnabled) => {
  test("the winner goes into the library from beside the result, and the page comes back", async () => {
    const page = await visit(drawn, { javaScriptEnabled });
    const winner = await page.locator(".verdict-title bdi").textContent();
    await page.locator(".next-steps").getByRole("button", { name: "Add to the library" }).click();
    await page.getByText(`“${winner}” is in the library.`).waitFor();
    expect(new URL(page.url()).pathname).toBe(drawn);
  });

  test("the evening is downloaded, and the page stays", async () => {
    const page = await visit(drawn, { javaScriptEnabled });
    await page.getByLabel("Date", { exact: true }).fill(evening);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Add to a calendar" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^(?:Солярис 1972|Ran 1985)\.ics$/);
    expect(new URL(page.url()).pathname).toBe(drawn);
  });

  test("a forgotten date is asked for beside its field", async () => {
    const page = await visit(drawn, { javaScriptEnabled });
    await page.getByLabel("Time", { exact: true }).fill("18:45");
    await page.getByRole("button", { name: "Add to a calendar" }).click();
    await page.getByText("Choose a date.").waitFor();
    expect(await page.getByLabel("Time", { exact: true }).inputValue()).toBe("18:45");
    expect(await page.getByLabel("Date", { exact: true }).getAttribute("aria-invalid")).toBe("true");
  });
});
