import { randomUUID } from "node:crypto";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { hydrated, openBrowser, openContext } from "#tests/support/browser.ts";
import { arrive, createLottery, drawLongAgo, EVENING } from "#tests/support/lotteries.ts";
import { testServer } from "#tests/support/server.ts";

const server = await testServer();
const browser = await openBrowser();
const owner = server.visitor();
await arrive(owner);
const drawn = await createLottery(owner, EVENING, { name: "Пятница" });
await drawLongAgo(server.db, owner, drawn);
const film = { form: "add", submitKey: randomUUID(), title: "Солярис", year: "1972", note: "С Аней" };
await owner.post("/library", film);

/** A page in the owner's own browser. */
async function open(address: string, options: Parameters<typeof openContext>[2] = {}): Promise<Page> {
  const context = await openContext(browser, server.url, options);
  const cookie = { name: "visitor", value: owner.jar.get("visitor")!, url: server.url };
  await context.addCookies([cookie]);
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

const seen = (page: Page, selector: string) => page.locator(selector).filter({ visible: true }).count();
const focused = (page: Page) => page.evaluate<string>("document.activeElement.tagName");

describe("in forced colours", () => {
  test("posters keep theirs, what only glitters is gone, and axe finds nothing", async () => {
    const page = await open(`${drawn}?reveal`, { forcedColors: "active", reducedMotion: "no-preference" });
    const colours = await page.evaluate<string[]>(
      `[...new Set([...document.querySelectorAll(".candidates .poster")].map((each) => getComputedStyle(each).backgroundColor))]`,
    );
    expect(colours).not.toContain("rgb(255, 255, 255)");
    for (const glitter of [".stubs", ".curtain", ".winner-rays"]) expect(await seen(page, glitter)).toBe(0);
    await page.goto(drawn);
    for (const address of [drawn, "/", "/library"]) {
      await page.goto(address);
      // Of colours axe would be told those of the sheets, which nobody sees here.
      const { violations } = await new AxeBuilder({ page }).disableRules("color-contrast").analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    }
    await page.context().close();
  });
});

describe("on paper", () => {
  test.each([
    [
      "a result",
      () => drawn,
      [".verdict-title", ".winner-card .poster", ".candidates .movie-name", "#share-link"],
    ],
    ["a library", () => "/library", [".poster-grid .movie-name", ".poster-note"]],
    ["a history", () => "/history", [".lottery-row strong"]],
    ["a proof", () => `${drawn}/proof`, [".proof-steps", ".exact-text"]],
  ])("%s has its words and posters, and nothing to press", async (_, address, kept) => {
    const page = await open(address(), { colorScheme: "dark" });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await seen(page, "button, nav, .site-footer, .button, input[type=checkbox], textarea")).toBe(0);
    for (const selector of kept)
      expect([selector, (await seen(page, selector)) > 0]).toEqual([selector, true]);
    const [ink, paper] = await page.evaluate<string[]>(
      `[getComputedStyle(document.querySelector("h1")).color, getComputedStyle(document.documentElement).backgroundColor]`,
    );
    expect([ink, paper]).toEqual(["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
    await page.context().close();
  });
});

test("a draw is heard when its reel stops, and not before", async () => {
  const path = await createLottery(owner, EVENING);
  const page = await open(path, { reducedMotion: "no-preference" });
  await hydrated(page);
  await owner.post(`${path}/draw`, {});
  await page.locator(".lights").waitFor();
  const told = page.locator(".stage-words > [role=status]");
  expect(await told.textContent()).toBe("");
  await expect.poll(() => told.textContent(), { timeout: 15_000 }).toMatch(/^Tonight’s film: \S/);
  const winner = await page.getByRole("heading", { level: 2 }).first().textContent();
  expect(await told.textContent()).toContain(winner!.replace(/ ?\d{4}$/, ""));
  await page.context().close();
});

describe("by keyboard, focus stands where a person goes on after", () => {
  test("creating: at the lottery's name", async () => {
    const page = await open("/");
    await hydrated(page);
    await page.getByLabel("Film title").fill("Ran");
    await page.keyboard.press("Enter");
    await page.keyboard.type("Alien (1979)");
    await page.keyboard.press("Enter");
    await page.getByLabel(/^Name of the evening/).fill("Friday");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/l\/\w{10}$/);
    await expect.poll(() => focused(page)).toBe("H1");
    await page.context().close();
  });

  test("adding to the library, and going to another page", async () => {
    const page = await open("/library");
    await hydrated(page);
    await page.getByText("Add a film").click();
    await page.getByLabel("Film title").fill("Stalker");
    await page.keyboard.press("Enter");
    await page.getByRole("status").filter({ hasText: "Stalker" }).waitFor();
    await expect.poll(() => focused(page)).toBe("H1");
    await page.getByRole("link", { name: "History" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "History" }).waitFor();
    await expect.poll(() => focused(page)).toBe("H1");
    await page.context().close();
  });

  test("opening another draw, and a deletion that somebody who waits hears of", async () => {
    const page = await open(drawn);
    await hydrated(page);
    await page
      .getByRole("link", { name: /Draw again|once more|again/ })
      .last()
      .focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/redraw$/);
    await expect.poll(() => focused(page)).toBe("H1");
    const open_ = await createLottery(owner, EVENING, { name: "Суббота" });
    await page.goto(open_);
    await hydrated(page);
    await page.getByRole("button", { name: "Draw the film" }).focus();
    await owner.post(`${open_}/deletion`, {});
    await page.getByRole("alert").getByRole("heading").waitFor();
    await expect.poll(() => focused(page)).toBe("H1");
    await page.context().close();
  });
});
