import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, CDPSession, Page } from "playwright-core";

/** What a visitor sees of the first view of a page. */
export type View = {
  /** First and largest contentful paint, in milliseconds. */
  first: number;
  largest: number;
  /** The layout shift. */
  shift: number;
  /** How many requests were sent before the first paint; those that wait for a connection are not yet. */
  requests: number;
};

/** How many times slower a phone's processor is taken to be. */
export const SLOWER = 4;
/** Lighthouse's slow 4G. */
const SLOW_4G = {
  latency: 150,
  downloadThroughput: (1.6 * 1024 ** 2) / 8,
  uploadThroughput: (750 * 1024) / 8,
};
const PHONE = { width: 390, height: 844 };
const SETTLES_MS = 1_500;

/** Opens a page as a new visitor with a slow phone. */
export async function viewOf(browser: Browser, base: string, path: string, scripts: boolean): Promise<View> {
  return withPage(browser, { scripts, size: PHONE, network: true }, async (page, session) => {
    // Where scripts are off the page's own observers are never called.
    const noted = { largest: 0, shift: 0 };
    session.on("PerformanceTimeline.timelineEventAdded", ({ event }) => {
      if (event.lcpDetails) noted.largest = event.lcpDetails.renderTime || event.lcpDetails.loadTime;
      if (event.layoutShiftDetails) noted.shift += event.layoutShiftDetails.value;
    });
    await session.send("PerformanceTimeline.enable", {
      eventTypes: ["largest-contentful-paint", "layout-shift"],
    });
    await page.goto(`${base}${path}`, { waitUntil: "load" });
    await sleep(SETTLES_MS);
    const { origin, first, starts } = await page.evaluate<{
      origin: number;
      first: number;
      starts: number[];
    }>(`({
      origin: performance.timeOrigin / 1000,
      first: performance.getEntriesByName("first-contentful-paint")[0].startTime,
      starts: performance.getEntriesByType("resource").map(({ requestStart }) => requestStart),
    })`);
    return {
      first,
      largest: (noted.largest - origin) * 1_000,
      shift: noted.shift,
      requests: 1 + starts.filter((start) => start > 0 && start < first).length,
    };
  });
}

/** From a press on “Add” to the frame that shows the new ticket, in milliseconds. */
export function pressOnAdd(browser: Browser, base: string): Promise<number> {
  return withPage(browser, { scripts: true, size: PHONE, network: false }, async (page) => {
    await page.goto(base, { waitUntil: "networkidle" });
    // Before React has taken the page over, a press sends the form.
    await page.evaluate(`new Promise((taken) => {
      const look = () =>
        Object.keys(document.querySelector("main")).some((key) => key.startsWith("__reactFiber"))
          ? taken()
          : setTimeout(look, 50);
      look();
    })`);
    await page.locator("#title").fill("Солярис");
    return page.evaluate<number>(`new Promise((resolve) => {
      const since = performance.now();
      new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - since))))
        .observe(document.querySelector("main"), { childList: true, subtree: true });
      [...document.querySelectorAll("button")].find(({ textContent }) => textContent.trim() === "Добавить").click();
    })`);
  });
}

/** Has `look` see a page of a new visitor; `slow` unless its time is not this clock's. */
export async function withPage<T>(
  browser: Browser,
  {
    scripts,
    size,
    network,
    slow = true,
  }: { scripts: boolean; size: { width: number; height: number }; network: boolean; slow?: boolean },
  look: (page: Page, session: CDPSession) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ javaScriptEnabled: scripts, viewport: size, locale: "ru-RU" });
  try {
    const page = await context.newPage();
    const session: CDPSession = await context.newCDPSession(page);
    if (slow) await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    if (network) {
      await session.send("Network.enable");
      await session.send("Network.emulateNetworkConditions", { offline: false, ...SLOW_4G });
    }
    return await look(page, session);
  } finally {
    await context.close();
  }
}
