import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, expect } from "vitest";
import type { Visitor } from "./visitor.ts";

const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

const QUIET = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

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

async function launchBrowser(): Promise<Browser> {
  const executablePath = await findChromium();
  return chromium.launch({ executablePath, args: QUIET }).catch((error: unknown) => {
    throw new Error(`The browser ${executablePath} does not start. Set CHROMIUM_PATH to one that does.`, {
      cause: error,
    });
  });
}

/** CHROMIUM_PATH, else an installed Chromium or Chrome, else the one that came from npm. */
async function findChromium(): Promise<string> {
  const given = process.env.CHROMIUM_PATH;
  if (given && !existsSync(given))
    throw new Error(`CHROMIUM_PATH names ${given}, but there is no such file.`);
  return given ?? INSTALLED.find((each) => existsSync(each)) ?? (await unpackChromium());
}

/** The package unpacks itself into the temporary folder, with nss libraries for machines without them. */
async function unpackChromium(): Promise<string> {
  try {
    // The package uses the libraries it brings only where it believes to be on Amazon's machines.
    process.env.AWS_LAMBDA_JS_RUNTIME ??= "nodejs22.x";
    const { default: sparticuz } = await import("@sparticuz/chromium");
    return await sparticuz.executablePath();
  } catch (error) {
    throw new Error(
      "No browser for the tests: set CHROMIUM_PATH, install Chromium or Chrome, or run npm ci again.",
      { cause: error },
    );
  }
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
