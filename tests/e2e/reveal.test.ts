import type { BrowserContext, Page } from "playwright-core";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { violationsOn } from "#tests/support/axe.ts";
import { openBrowser, type openContext, openPage } from "#tests/support/browser.ts";
import { arrive, createLottery, DRAW, drawLongAgo, EVENING, type Film } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";
import type { Visitor } from "#tests/support/visitor.ts";

const server = await sharedServer();
const browser = await openBrowser();
const contexts: BrowserContext[] = [];

/** When a reel ends that was asked for by `?reveal`: lights, then reel. */
const OVER_MS = 1_500 + 7_000;
/** Somewhere in the middle. */
const TURNING_MS = 4_000;
const LINES = ["Tonight’s film", "Winner", "Show it again"];

const FULL: Film[] = [
  ...Array.from({ length: 23 }, (_, index): Film => [`Ералаш, выпуск ${index + 1}`, 1974]),
  ["Как я научился не волноваться и полюбил атомную бомбу: очень длинное название", 1964],
  ["Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", 1999],
];

afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
});

describe.each([false, true])("JavaScript %s", (javaScriptEnabled) => {
  test("the draw's redirect plays the reel, and tells the winner only when it has stopped", async () => {
    const path = await createLottery(server.visitor(), EVENING, { name: "Пятница" });
    const page = await open(path, { javaScriptEnabled });
    await page.getByRole("button", { name: DRAW }).click();
    await page.locator(".lights").waitFor();
    await seek(page, TURNING_MS);
    expect(await page.locator(".lights").isVisible()).toBe(false);
    const early = await page.locator("main").ariaSnapshot();
    for (const line of LINES) expect(early).not.toContain(line);
    expect(await page.title()).toBe("Пятница · Movie Lottery");
    expect(await page.locator(".winner-card").evaluate(opacityOf)).toBe("0");

    await seek(page, OVER_MS - 300);
    await play(page);
    await page.locator(".verdict-title").waitFor();
    const told = await page.locator("main").ariaSnapshot();
    for (const line of LINES) expect(told).toContain(line);
    const winner = await page.locator(".verdict-title bdi").textContent();
    expect(EVENING.map(([title]) => title)).toContain(winner);
    expect(await page.locator(".winner-card .poster-title").textContent()).toBe(winner);
    expect(await frontOf(page)).toBe(winner);
    expect(await page.locator("li", { hasText: "Winner" }).locator("bdi").textContent()).toBe(winner);
  });

  test("who comes later sees the result calmly, and may have it shown again from the start", async () => {
    const path = await drawnLottery(EVENING);
    const page = await open(path, { javaScriptEnabled });
    expect(await page.locator(".verdict-title").isVisible()).toBe(true);
    expect(await animations(page)).toEqual([]);
    expect(await frontOf(page)).toBe(await page.locator(".verdict-title bdi").textContent());

    await page.getByRole("link", { name: "Show it again" }).click();
    await page.locator(".lights").waitFor();
    expect(new URL(page.url()).search).toBe("?reveal");
    expect(await page.locator(".verdict-title").isVisible()).toBe(false);
    await seek(page, OVER_MS - 20);
    expect(await page.locator(".verdict-title").isVisible()).toBe(false);
    await seek(page, OVER_MS + 20);
    expect(await page.locator(".verdict-title").isVisible()).toBe(true);
  });

  test.each([
    ["en-GB", "Chance is choosing one film out of 3…", "Any moment now…"],
    ["ru-RU", "Случай выбирает один фильм из 3…", "Вот-вот узнаем…"],
  ])("in %s, who prefers less motion is told what happens meanwhile", async (locale, first, then) => {
    const path = await drawnLottery(EVENING);
    const page = await open(`${path}?reveal`, { javaScriptEnabled, reducedMotion: "reduce", locale });
    for (const [moment, line] of [
      [1_000, null],
      [1_600, first],
      [5_600, first],
      [5_800, then],
      [OVER_MS - 20, then],
      [OVER_MS + 20, null],
    ] as const) {
      await seek(page, moment);
      const seen = page.locator(".meanwhile span").filter({ visible: true });
      expect([moment, await seen.allTextContents()]).toEqual([moment, line === null ? [] : [line]]);
      const heard = await page.locator("main").ariaSnapshot();
      expect([first, then].filter((each) => heard.includes(each))).toEqual(line === null ? [] : [line]);
    }
  });

  test("who prefers less motion gets a cross-fade at the same moment", async () => {
    const path = await drawnLottery(EVENING);
    const page = await open(`${path}?reveal`, { javaScriptEnabled, reducedMotion: "reduce" });
    await page.locator(".lights").waitFor();
    expect((await animations(page)).filter((property) => property === "transform")).toEqual([]);
    await seek(page, OVER_MS - 20);
    expect(await page.locator(".winner-card").evaluate(opacityOf)).toBe("0");
    expect(await page.locator(".verdict-title").isVisible()).toBe(false);
    await seek(page, OVER_MS + 3_000);
    expect(await page.locator(".winner-card").evaluate(opacityOf)).toBe("1");
    expect(await page.locator(".verdict-title").isVisible()).toBe(true);
  });

  test("the stage comes back to itself after the draw, and plays there", async () => {
    const path = await createLottery(server.visitor(), EVENING, { name: "Пятница" });
    const page = await open(path, { javaScriptEnabled });
    await page.getByRole("link", { name: "On the big screen" }).click();
    await page.locator(".lobby-posters").waitFor();
    expect(await page.locator("header, footer, nav").count()).toBe(0);
    expect(await page.locator(".lobby-posters li").count()).toBe(EVENING.length);
    await page.getByRole("img", { name: /QR/ }).waitFor();
    await page.getByRole("button", { name: DRAW }).click();
    await page.locator(".lights").waitFor();
    expect(page.url()).toBe(`${server.url}${path}?view=stage`);
    await seek(page, OVER_MS + 2_000);
    expect(await frontOf(page)).toBe(await page.locator(".verdict-title bdi").textContent());
    await page.getByRole("link", { name: "Back to the lottery" }).click();
    await page.locator("header").waitFor();
    expect(page.url()).toBe(server.url + path);
  });

  test("a word that is too long comes back on the way from the stage, which is not lost", async () => {
    const path = await createLottery(server.visitor());
    const page = await open(`${path}?view=stage&word`, { javaScriptEnabled });
    const word = "ы".repeat(101);
    await page.getByLabel(/A word of your own/).fill(word);
    await page.getByRole("button", { name: DRAW }).click();
    await page.getByText("longer than 100 characters").waitFor();
    expect(await page.getByLabel(/A word of your own/).inputValue()).toBe(word);
    await page.getByLabel(/A word of your own/).fill("Сталкер");
    await page.getByRole("button", { name: DRAW }).click();
    await page.locator(".lights").waitFor();
    expect(page.url()).toBe(`${server.url}${path}?view=stage`);
  });
});

test.each(["", "?word", "?view=stage"])(
  "a page that waits%s shows the reel and moves nothing else",
  async (view) => {
    const host = server.visitor();
    const path = await createLottery(host);
    const page = await open(`${path}${view}`, { viewport: { width: 1280, height: 1500 } });
    const height = await stageHeight(page);
    await page.evaluate(`window.shifts = []; new PerformanceObserver((list) => {
    for (const each of list.getEntries()) shifts.push(each.value);
  }).observe({ type: "layout-shift", buffered: true }); true`);
    await host.post(`${path}/draw`, {});
    await page.locator(".lights").waitFor();
    expect(await stageHeight(page)).toBe(height);
    await seek(page, TURNING_MS);
    await page.locator(".lights").waitFor({ state: "hidden" });
    expect(await stageHeight(page)).toBe(height);
    await seek(page, OVER_MS - 300);
    await play(page);
    await page.locator(".verdict-title").waitFor();
    await seek(page, 20_000);
    expect(await stageHeight(page)).toBe(height);
    // Stubs that fall and a drum that turns are transforms, which never count.
    expect(await page.evaluate("shifts")).toEqual([]);
  },
);

describe("the host who has just sent the link sees the draw", () => {
  test.each([
    [320, 568, "en-GB"],
    [360, 2_600, "en-GB"],
    [360, 2_600, "ru-RU"],
    [768, 2_600, "ru-RU"],
    [1_440, 2_600, "en-GB"],
    [1_440, 2_600, "ru-RU"],
  ])("at %i × %i in %s, and nothing moves", async (width, height, locale) => {
    const host = server.visitor();
    await arrive(host);
    const path = await createLottery(host, EVENING, { name: "Пятница" });
    const page = await open(path, { viewport: { width, height }, locale }, host);
    const told = page.locator(".lottery-told");
    expect(await told.isVisible(), "beside the name, what to do").toBe(true);
    expect(await page.locator(".notice").count()).toBe(0);
    const top = async () => (await page.locator(".candidates").boundingBox())!.y;
    const before = await top();
    await page.evaluate(`window.shifts = []; new PerformanceObserver((list) => {
      for (const each of list.getEntries()) shifts.push(each.value);
    }).observe({ type: "layout-shift", buffered: true }); true`);
    await server.visitor().post(`${path}/draw`, {});
    await page.locator(".lights").waitFor();
    expect(await page.locator(".next-steps").isVisible(), "while the reel turns").toBe(false);
    await seek(page, 20_000);
    const name = page.locator(".verdict-title");
    await name.waitFor();
    await page.locator(".next-steps").waitFor();
    expect(await told.isVisible(), "no more").toBe(false);
    const { y, height: high } = (await name.boundingBox())!;
    expect(y + high).toBeLessThanOrEqual(height);
    expect(await top()).toBe(before);
    expect(await page.evaluate("shifts")).toEqual([]);
  });
});

test("the reel stops in the middle of the light on the winner of 25, on a phone too", async () => {
  const path = await drawnLottery(FULL);
  const page = await open(`${path}?reveal`, { viewport: { width: 320, height: 640 } });
  for (const moment of [400, 1_000, 3_000, 6_000, OVER_MS + 600, OVER_MS + 9_000]) {
    await seek(page, moment);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
  }
  expect(await frontOf(page)).toBe(await page.locator(".verdict-title bdi").textContent());
  const [frame, card] = await Promise.all([front(page), page.locator(".winner-card").boundingBox()]);
  expect(Math.abs(frame.centre - (card!.x + card!.width / 2))).toBeLessThan(2);
});

describe("on every screen", () => {
  let waiting = "";
  let drawn = "";
  beforeAll(async () => {
    waiting = await createLottery(server.visitor(), FULL, { name: "Пятница" });
    drawn = await drawnLottery(FULL);
  });

  test("the television view fits", async () => {
    for (const address of [`${waiting}?view=stage`, `${drawn}?view=stage`]) {
      const page = await open(address, {});
      for (const [width, height] of [
        [320, 640],
        [844, 390],
        [1920, 1080],
        [3840, 2160],
      ] as const) {
        await page.setViewportSize({ width, height });
        const sizes = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]";
        const [wide, high] = (await page.evaluate(sizes)) as [number, number];
        expect(wide).toBe(width);
        // Upright, a long list may go on under the screen's edge.
        expect(high, `${address} at ${width} × ${height}`).toBeLessThanOrEqual(
          width > height ? height : Infinity,
        );
      }
    }
  });

  test("axe finds nothing", async () => {
    const views = ["?view=stage", "?reveal", "?view=stage&reveal"].map((view) => drawn + view);
    for (const address of [`${waiting}?view=stage`, drawn, ...views]) {
      const page = await open(address, { reducedMotion: "reduce" });
      expect([address, await violationsOn(page)]).toEqual([address, []]);
    }
  });
});

async function drawnLottery(films: readonly Film[]): Promise<string> {
  const host = server.visitor();
  const path = await createLottery(host, films, { name: "Пятница" });
  await drawLongAgo(server.db, host, path);
  return path;
}

async function open(
  path: string,
  options: Parameters<typeof openContext>[2],
  visitor?: Visitor,
): Promise<Page> {
  const page = await openPage(browser, server.url, path, {
    options,
    visitor,
    cookies: ["visitor", "notice"],
  });
  contexts.push(page.context());
  return page;
}

/** Stops every animation at one moment after the document came. */
async function seek(page: Page, ms: number): Promise<void> {
  await page.evaluate(
    `for (const each of document.getAnimations()) { each.pause(); each.currentTime = ${ms}; }`,
  );
}

/** Lets them go on from there. */
async function play(page: Page): Promise<void> {
  await page.evaluate("for (const each of document.getAnimations()) each.play()");
}

/** The properties that are animated now or later. */
function animations(page: Page): Promise<string[]> {
  return page.evaluate(`document.getAnimations().flatMap(({ effect }) =>
    effect.getKeyframes().flatMap((frame) => Object.keys(frame)))`);
}

/** The frame of the drum that looks to the front: nearer than all others, hence the widest. */
function front(page: Page): Promise<{ title: string; centre: number }> {
  return page.evaluate(`[...document.querySelectorAll(".drum-frame")]
    .map((frame) => ({ title: frame.querySelector(".poster-title").textContent, box: frame.getBoundingClientRect() }))
    .toSorted((a, b) => b.box.width - a.box.width)
    .map(({ title, box }) => ({ title, centre: box.x + box.width / 2 }))[0]`);
}

async function frontOf(page: Page): Promise<string> {
  return (await front(page)).title;
}

async function stageHeight(page: Page): Promise<number | undefined> {
  return (await page.locator(".stage").boundingBox())?.height;
}

function opacityOf(element: Element): string {
  return getComputedStyle(element).opacity;
}
