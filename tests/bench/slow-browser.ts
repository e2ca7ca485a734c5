import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, CDPSession, Page } from "playwright-core";

/** What a visitor sees of the first view of a page. */
export type View = {
  /** First and largest contentful paint, in milliseconds. */
  first: number;
  largest: number;
  /** The layout shift. */
  shift: number;
  /** How many requests began before the first paint. */
  requests: number;
};

const SLOWER = 4;
/** Lighthouse's slow 4G. */
const SLOW_4G = {
  latency: 150,
  downloadThroughput: (1.6 * 1024 ** 2) / 8,
  uploadThroughput: (750 * 1024) / 8,
};
const PHONE = { width: 390, height: 844 };
const REVEAL_MS = 9_000;
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
      starts: performance.getEntriesByType("resource").map(({ startTime }) => startTime),
    })`);
    return {
      first,
      largest: (noted.largest - origin) * 1_000,
      shift: noted.shift,
      requests: 1 + starts.filter((start) => start < first).length,
    };
  });
}

/** From a press on “Add” to the frame that shows the new ticket, in milliseconds. */
export function pressOnAdd(browser: Browser, base: string): Promise<number> {
  return withPage(browser, { scripts: true, size: PHONE, network: false }, async (page) => {
    await page.goto(base, { waitUntil: "networkidle" });
    await page.locator("#title").fill("Солярис");
    return page.evaluate<number>(`new Promise((resolve) => {
      const since = performance.now();
      new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - since))))
        .observe(document.querySelector("main"), { childList: true, subtree: true });
      [...document.querySelectorAll("button")].find(({ textContent }) => textContent.trim() === "Добавить").click();
    })`);
  });
}

/** The frames of a reveal: how many, the longest in milliseconds, and how many were longer than 50. */
export function framesOfReveal(
  browser: Browser,
  address: string,
  size: { width: number; height: number },
): Promise<{ count: number; longestMs: number; long: number }> {
  return withPage(browser, { scripts: true, size, network: false }, async (page) => {
    await page.goto(address, { waitUntil: "load" });
    return page.evaluate(`new Promise((resolve) => {
      const frames = [];
      const began = performance.now();
      let last = began;
      requestAnimationFrame(function next() {
        const now = performance.now();
        frames.push(now - last);
        last = now;
        if (now - began < ${REVEAL_MS}) return requestAnimationFrame(next);
        resolve({ count: frames.length, longestMs: Math.max(...frames), long: frames.filter((ms) => ms > 50).length });
      });
    })`);
  });
}

async function withPage<T>(
  browser: Browser,
  { scripts, size, network }: { scripts: boolean; size: { width: number; height: number }; network: boolean },
  look: (page: Page, session: CDPSession) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ javaScriptEnabled: scripts, viewport: size, locale: "ru-RU" });
  try {
    const page = await context.newPage();
    const session: CDPSession = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    if (network) {
      await session.send("Network.enable");
      await session.send("Network.emulateNetworkConditions", { offline: false, ...SLOW_4G });
    }
    return await look(page, session);
  } finally {
    await context.close();
  }
}
