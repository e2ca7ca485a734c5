import type { BrowserContext, Page } from "playwright-core";
import { afterAll, describe, expect, test } from "vitest";
import { hydrated, openBrowser, openContext } from "#tests/support/browser.ts";
import { arrive, createLottery, type Film } from "#tests/support/lotteries.ts";
import { testServer } from "#tests/support/server.ts";

const server = await testServer();
const browser = await openBrowser();
const host = server.visitor();
await arrive(host);

const FILMS: Film[] = [
  ["Солярис", 1972],
  ["Ran", 1985],
];
const undrawn = await createLottery(host, FILMS, { name: "Friday" });
const drawn = await createLottery(host, FILMS);
await host.post(`${drawn}/draw`, {});
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

test("the QR code unfolds, large and whole, within the page's policy", async () => {
  const page = await visit(undrawn, { viewport: { width: 1440, height: 900 } });
  await page.locator("summary", { hasText: "QR code" }).click();
  const code = page.getByAltText("QR code of the link to this lottery");
  const loaded =
    "(({ complete, naturalWidth }) => complete && naturalWidth > 0)(document.querySelector('.qr img'))";
  await expect.poll(() => page.evaluate(loaded)).toBe(true);
  const box = await code.boundingBox();
  expect(box!.width).toBe(box!.height);
  expect(box!.height).toBeGreaterThan(700);
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

describe.each([true, false])("with JavaScript %s", (javaScriptEnabled) => {
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
