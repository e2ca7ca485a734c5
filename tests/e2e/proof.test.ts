import { expect, test } from "vitest";
import { violationsOn } from "#tests/support/axe.ts";
import { hydrated, openBrowser, openContext } from "#tests/support/browser.ts";
import { arrive, createLottery, DRAW, EVENING } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";

const server = await sharedServer();
const browser = await openBrowser();

async function aDrawnLottery(): Promise<string> {
  const host = server.visitor();
  await arrive(host);
  const path = await createLottery(host, EVENING);
  await host.press(await host.get(`${path}?word`), DRAW, { word: "попкорн 🍿" });
  return path;
}

test("the browser draws again by itself and comes to the same film", async () => {
  const path = await aDrawnLottery();
  const page = await (await openContext(browser, server.url)).newPage();
  await page.goto(`${path}/proof`);
  await expect.poll(() => page.locator("[data-verdict]").getAttribute("data-verdict")).toBe("right");
});

test("opened from the lottery's page it has its words", async () => {
  const page = await (await openContext(browser, server.url, { locale: "ru-RU" })).newPage();
  await page.goto(await aDrawnLottery());
  await hydrated(page);
  await page.getByRole("link", { name: "Проверить этот розыгрыш" }).click();
  await page.locator("[data-verdict=right]").waitFor();
  expect(await page.locator("main").innerText()).not.toContain("proof.");
});

test("the browser says so when another film is shown as the winner", async () => {
  const path = await aDrawnLottery();
  const id = path.slice(3);
  const { winner } = await server.db("draws").where({ lottery_id: id }).first<{ winner: number }>("winner");
  await server
    .db("draws")
    .where({ lottery_id: id })
    .update({ winner: (winner % EVENING.length) + 1 });
  const page = await (await openContext(browser, server.url)).newPage();
  await page.goto(`${path}/proof`);
  await expect.poll(() => page.locator("[data-verdict]").getAttribute("data-verdict")).toBe("wrong");
});

test("axe finds nothing on it, and nothing scrolls sideways at 320 px", async () => {
  const path = await aDrawnLottery();
  const page = await (await openContext(browser, server.url, { reducedMotion: "reduce" })).newPage();
  await page.goto(`${path}/proof`);
  await page.locator("[data-verdict=right]").waitFor();
  await page.locator("summary").click();
  expect(await violationsOn(page)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);
});
