import { randomUUID } from "node:crypto";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { openBrowser, type openContext, openPage } from "#tests/support/browser.ts";
import { createLottery, drawLongAgo, EVENING, type Film } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";
import type { Visitor } from "#tests/support/visitor.ts";

const server = await sharedServer();
const browser = await openBrowser();
const contexts: BrowserContext[] = [];

const LONG = "Доктор Стрейнджлав, или Как я перестал бояться и полюбил атомную бомбу";

afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
});

/** Whose library holds 30 films. */
const owner = server.visitor();
beforeAll(async () => {
  for (const [title, year] of films(30)) {
    await owner.post("/library", { form: "add", submitKey: randomUUID(), title, year: String(year) });
  }
});

describe("the candidates stand in even rows, also without JavaScript", () => {
  test.each([
    [8, { 1440: [4, 4], 500: [3, 3, 2], 360: [2, 2, 2, 2] }],
    [13, { 700: [4, 4, 3, 2] }],
    [25, { 1440: [7, 7, 7, 4] }],
    [2, { 1440: [2] }],
  ])("%i films at so many pixels: %j", async (count, rowsAt) => {
    const path = await createLottery(server.visitor(), films(count));
    const page = await open(path, { javaScriptEnabled: false });
    for (const [width, rows] of Object.entries(rowsAt)) {
      await page.setViewportSize({ width: Number(width), height: 800 });
      expect([width, await rowsOf(page.locator(".candidates li"))]).toEqual([width, rows]);
    }
  });

  test("and where scripts have made the page", async () => {
    const host = server.visitor();
    await createLottery(host, films(8));
    const page = await open("/", { viewport: { width: 1440, height: 800 } }, host);
    await page.locator(".lottery-row a").click();
    await page.getByRole("link", { name: "On the big screen" }).click();
    await page.getByRole("link", { name: "Back to the lottery" }).click();
    await page.locator(".candidates").waitFor();
    expect(await rowsOf(page.locator(".candidates li"))).toEqual([4, 4]);
  });
});

describe.each([true, false])("the library's bar, JavaScript %s", (javaScriptEnabled) => {
  const sizes = [
    { width: 320, height: 568 },
    { width: 1440, height: 700 },
  ];
  test.each(sizes)("comes with the first tick and goes with the last: $width × $height", async (viewport) => {
    const page = await open("/library", { viewport, javaScriptEnabled }, owner);
    const bar = page.locator(".tick-bar");
    expect(await bar.isVisible()).toBe(false);
    const first = page.getByRole("checkbox").first();
    await first.check();
    expect(await bar.isVisible()).toBe(true);
    const box = await boxOf(bar);
    expect(box.bottom).toBeLessThanOrEqual(viewport.height);
    await first.uncheck();
    expect(await bar.isVisible()).toBe(false);
  });

  test("covers nothing that cannot be scrolled to", async () => {
    const viewport = { width: 320, height: 568 };
    const page = await open("/library", { viewport, javaScriptEnabled }, owner);
    await page.getByRole("checkbox").first().check();
    const bar = page.locator(".tick-bar");
    await page.locator("footer").scrollIntoViewIfNeeded();
    const last = await boxOf(page.locator(".poster-grid li").last());
    expect((await boxOf(bar)).top).toBeGreaterThanOrEqual(last.bottom);
    // By keyboard from film to film: the one with the focus is never under the bar.
    await page.getByRole("checkbox").first().focus();
    for (let step = 0; step < 16; step++) {
      await page.keyboard.press("Tab");
      const focused = page.locator(":focus");
      if (await focused.evaluate((each) => each.closest(".tick-bar") !== null)) break;
      // Of a link, which is as high as its poster, the beginning; a tick in full.
      const tick = (await focused.getAttribute("type")) === "checkbox";
      const seen = await boxOf(focused);
      expect(tick ? seen.bottom : seen.top).toBeLessThanOrEqual((await boxOf(bar)).top);
    }
  });
});

test("the library's bar counts the ticks", async () => {
  const page = await open("/library", { locale: "ru-RU" }, owner);
  const told = page.locator(".tick-bar").getByRole("status");
  for (const [index, words] of ["Отмечен 1 фильм", "Отмечено 2 фильма"].entries()) {
    await page.getByRole("checkbox").nth(index).check();
    await expect.poll(() => told.textContent()).toBe(words);
  }
  for (const index of [2, 3, 4]) await page.getByRole("checkbox").nth(index).check();
  await expect.poll(() => told.textContent()).toBe("Отмечено 5 фильмов");
});

describe("a long title on a ticket is seen whole", () => {
  test.each([
    [320, true],
    [320, false],
    [1440, true],
    [1440, false],
  ])("at %i pixels, JavaScript %s", async (width, javaScriptEnabled) => {
    const page = await open("/", { viewport: { width, height: 800 }, javaScriptEnabled });
    await page.getByLabel("Film title").fill(LONG);
    await page.getByRole("button", { name: "Add", exact: true }).first().click();
    const title = page.getByLabel("Title of film 1");
    await title.waitFor();
    expect(await title.inputValue()).toBe(LONG);
    expect(await hiddenPartOf(title)).toEqual({ right: 0, below: 0 });
    await title.fill(`${LONG}. ${LONG}`);
    expect(await hiddenPartOf(title)).toEqual({ right: 0, below: 0 });
  });

  test("and Enter makes no second line", async () => {
    const page = await open("/");
    await page.getByLabel("Film title").fill("Ran");
    await page.keyboard.press("Enter");
    await page.getByLabel("Title of film 1").press("Enter");
    expect(await page.getByLabel("Title of film 1").inputValue()).toBe("Ran");
  });
});

describe("without scrolling are seen", () => {
  const screens = [
    { width: 320, height: 568 },
    { width: 360, height: 640 },
    { width: 740, height: 360 },
    { width: 1280, height: 620 },
  ];

  test("the draw button", async () => {
    const page = await open(await createLottery(server.visitor(), films(8), { name: "Пятница" }));
    const button = page.getByRole("button", { name: "Draw the film" });
    expect(await beyond(page, button)).toEqual([0, 0, 0, 0]);
  });

  test("the winner's name", async () => {
    const host = server.visitor();
    const path = await createLottery(host, [[LONG], [LONG.replace("Доктор", "Капрал")]], {
      name: "Субботний киновечер",
    });
    await drawLongAgo(server.db, host, path);
    const page = await open(path, { reducedMotion: "reduce" });
    expect(await beyond(page, page.locator(".verdict-title"))).toEqual([0, 0, 0, 0]);
  });

  /** How far an element reaches below each of the screens, in pixels. */
  async function beyond(page: Page, element: Locator): Promise<number[]> {
    const pixels: number[] = [];
    for (const viewport of screens) {
      await page.setViewportSize(viewport);
      pixels.push(Math.max(0, (await boxOf(element)).bottom - viewport.height));
    }
    return pixels;
  }
});

describe("after the draw the page goes on with what to do now", () => {
  test.each([
    [360, "en-GB", "below"],
    [360, "ru-RU", "below"],
    [1440, "en-GB", "beside"],
    [1440, "ru-RU", "beside"],
  ])("at %i pixels, %s, the button %s the fields", async (width, locale, place) => {
    const page = await open(await drawnLottery([["Ran"], ["M"]]), {
      viewport: { width, height: 800 },
      locale,
    });
    const parts = [".stage", ".next-steps .evening", ".candidates", ".fairness"];
    const boxes = await Promise.all(parts.map((part) => boxOf(page.locator(part))));
    const wrong = boxes.filter((box, index) => index > 0 && box.top < boxes[index - 1]!.bottom);
    expect(wrong).toEqual([]);
    // Date and time beside each other, each as high as the other, and nothing in two lines.
    const [date, time, save] = await Promise.all(
      ["#evening-date", "#evening-time", ".evening .button"].map((each) => boxOf(page.locator(each))),
    );
    expect([time!.top, time!.bottom]).toEqual([date!.top, date!.bottom]);
    expect(time!.left).toBeGreaterThan(date!.right);
    expect(save!.bottom - save!.top).toBeLessThanOrEqual(48);
    expect(save!.top > date!.bottom ? "below" : "beside").toBe(place);
    expect([0, 1]).toContain(place === "beside" ? Math.abs(Math.round(save!.top - date!.top)) : 0);
  });
});

test("a guest finds the link above 25 posters", async () => {
  const path = await createLottery(server.visitor(), films(25));
  const page = await open(path, { viewport: { width: 360, height: 740 } });
  const link = await boxOf(page.getByLabel("Send this link"));
  expect(link.top).toBeLessThan((await boxOf(page.locator(".candidates"))).top);
});

describe("what is wrong with a year is said in two lines at most", () => {
  test.each([320, 360, 1440])("at %i pixels", async (width) => {
    const page = await open("/", { viewport: { width, height: 800 }, locale: "en-GB" });
    await page.getByLabel("Film title").fill("Ran");
    await page.getByLabel("Year", { exact: true }).fill("1500");
    await page.getByRole("button", { name: "Add", exact: true }).first().click();
    const above = page.locator("#year-problems");
    await above.waitFor();
    const lineHeight = 1.5 * 0.95 * 16;
    const height = async (problems: Locator) => {
      const box = await boxOf(problems);
      return box.bottom - box.top;
    };
    expect(await height(above)).toBeLessThanOrEqual(2 * lineHeight + 1);
    await page.getByLabel("Year", { exact: true }).fill("");
    await page.getByRole("button", { name: "Add", exact: true }).first().click();
    await page.getByLabel("Year of film 1").fill("1500");
    await page.getByRole("button", { name: "Create the lottery" }).click();
    const onTicket = page.locator("#entry-0-year-problems");
    await onTicket.waitFor();
    expect(await height(onTicket)).toBeLessThanOrEqual(2 * lineHeight + 1);
  });
});

test("the history uses a wide screen, and a narrow one has one row under the other", async () => {
  const host = server.visitor();
  for (let count = 0; count < 4; count++) await createLottery(host, EVENING, { name: `Вечер ${count}` });
  const page = await open("/history", { viewport: { width: 1440, height: 900 } }, host);
  const entries = page.locator(".lottery-row");
  expect(await rowsOf(entries)).toEqual([2, 2]);
  expect((await boxOf(entries.nth(1))).right).toBeGreaterThan(1440 * 0.8);
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await rowsOf(entries)).toEqual([1, 1, 1, 1]);
});

test("a message stands in the middle of a television", async () => {
  const page = await open("/l/2222222222?view=stage");
  for (const [width, height] of [
    [1920, 1080],
    [360, 740],
  ] as const) {
    await page.setViewportSize({ width, height });
    const { left, right, top, bottom } = await boxOf(page.locator(".message-page"));
    expect(Math.abs(left - (width - right))).toBeLessThanOrEqual(1);
    expect(Math.abs(top - (height - bottom))).toBeLessThanOrEqual(1);
  }
});

/** A lottery that was drawn a while ago. */
async function drawnLottery(films: readonly Film[], extra: Record<string, string> = {}): Promise<string> {
  const host = server.visitor();
  const path = await createLottery(host, films, extra);
  await drawLongAgo(server.db, host, path);
  return path;
}

function films(count: number): Film[] {
  return Array.from({ length: count }, (_, index): Film => [`Ералаш, выпуск ${index + 1}`, 1974]);
}

async function open(
  path: string,
  options: Parameters<typeof openContext>[2] = {},
  owner?: Visitor,
): Promise<Page> {
  const page = await openPage(browser, server.url, path, { options, visitor: owner });
  contexts.push(page.context());
  return page;
}

async function boxOf(
  element: Locator,
): Promise<{ left: number; right: number; top: number; bottom: number }> {
  const box = await element.boundingBox();
  if (!box) throw new Error("it is not on the page");
  return { left: box.x, right: box.x + box.width, top: box.y, bottom: box.y + box.height };
}

/** How many of the elements stand beside each other, row by row. */
async function rowsOf(elements: Locator): Promise<number[]> {
  const tops = await elements.evaluateAll((all) =>
    all.map((each) => Math.round(each.getBoundingClientRect().top)),
  );
  return [...new Set(tops)].map((top) => tops.filter((each) => each === top).length);
}

/** How many pixels of a field's text lie outside of what the field shows. */
function hiddenPartOf(field: Locator): Promise<{ right: number; below: number }> {
  return field.evaluate((element) => ({
    right: element.scrollWidth - element.clientWidth,
    below: element.scrollHeight - element.clientHeight,
  }));
}
