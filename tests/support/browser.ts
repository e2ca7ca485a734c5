import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, expect } from "vitest";
import { launchBrowser } from "./chromium.ts";
import type { Visitor } from "./visitor.ts";

let running: Promise<Browser> | undefined;

/**
 * A real Chromium, in which nothing is open after the file's last test; the files of one worker use one after another the
 * same one, which ends with the worker. Fails with a sentence when there is none.
 */
export async function openBrowser(): Promise<Browser> {
  const browser = await (running ??= launchBrowser());
  afterAll(() => Promise.all(browser.contexts().map((context) => context.close())));
  return browser;
}

/** A visitor's own browser profile: cookies, storage, and nothing shared with others. */
export async function openContext(
  browser: Browser,
  base: string,
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: base, locale: "en-GB", ...options });
  context.setDefaultTimeout(15_000);
  return context;
}

/**
 * A page at this address in a profile of its own, with those cookies of a visitor who was here before; taken over by
 * React, where scripts run. The caller closes its context.
 */
export async function openPage(
  browser: Browser,
  base: string,
  address: string,
  {
    options = {},
    visitor,
    cookies = ["visitor"],
  }: {
    options?: NonNullable<Parameters<Browser["newContext"]>[0]>;
    visitor?: Visitor | undefined;
    cookies?: readonly string[];
  } = {},
): Promise<Page> {
  const context = await openContext(browser, base, options);
  const kept = [...(visitor?.jar ?? [])].filter(([name]) => cookies.includes(name));
  await context.addCookies(kept.map(([name, value]) => ({ name, value, url: base })));
  const page = await context.newPage();
  await page.goto(address);
  if (options.javaScriptEnabled !== false) await hydrated(page);
  return page;
}

/** Resolves when React has taken the page over, so that clicks reach it. */
export async function hydrated(page: Page): Promise<void> {
  const taken = `Object.keys(document.querySelector("main") ?? {}).some((key) => key.startsWith("__reactFiber"))`;
  await expect.poll(() => page.evaluate(taken), { timeout: 15_000 }).toBe(true);
}

/** How much of what was painted has moved since without the visitor doing anything (the page's layout shift). */
export async function shiftOf(page: Page): Promise<number> {
  await page.waitForLoadState("networkidle");
  await page.evaluate("document.fonts.ready.then(() => true)");
  return page.evaluate(`new Promise((resolve) => {
    let sum = 0;
    const add = (entries) => entries.getEntries().forEach(({ value }) => (sum += value));
    new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
    // The browser reports buffered entries in the order in which they were asked for, and there has always been a
    // paint.
    new PerformanceObserver(() => resolve(sum)).observe({ type: "paint", buffered: true });
  })`);
}

/** From now on documents are painted before their scripts arrive, as on a slow connection. */
export async function paintBeforeScripts(page: Page): Promise<void> {
  await page.route("**/entry.client*", async (route) => {
    await page.locator("footer").waitFor();
    await page.evaluate("new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))");
    await route.continue();
  });
}
