import { describe, expect, test } from "vitest";
import { violationsOn } from "#tests/support/axe.ts";
import { openBrowser, openPage, shiftOf } from "#tests/support/browser.ts";
import { know, knownFilm } from "#tests/support/known-films.ts";
import { createLottery, drawLongAgo } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";

const server = await sharedServer();
const browser = await openBrowser();
const host = server.visitor();

const SOLARIS = knownFilm();
const NASTY = knownFilm({
  ref: "tmdb:1:en",
  source: "tmdb",
  title: "Alien",
  originalTitle: null,
  year: 1979,
  runtime: 117,
  genres: ["horror"],
  description: `<b onmouseover="alert(1)">bold</b> \u202Eturned ${"very long ".repeat(200)}`,
  rating: { value: 8, by: "imdb" },
});
await know(server.db, [SOLARIS, NASTY]);
const path = await createLottery(host, [["Солярис", 1972], ["Alien", 1979], ["Наш отпуск"]], {
  "entries[0].ref": SOLARIS.ref,
  "entries[1].ref": NASTY.ref,
});

describe.each([true, false])("what is known of the films, JavaScript %s", (javaScriptEnabled) => {
  const options = { javaScriptEnabled, reducedMotion: "reduce" as const };

  test("stands under their titles, and what they are about opens", async () => {
    const page = await openPage(browser, server.url, path, {
      options: { ...options, viewport: { width: 320, height: 640 } },
    });
    const [solaris, alien, plain] = await page.locator(".candidates li").all();
    expect(await solaris!.locator(".film-facts").textContent()).toBe(
      "2\u00a0h 47\u00a0min\u00a0· фантастика, драма\u00a0· Kinopoisk\u00a08.0",
    );
    expect(await alien!.locator(".film-facts").textContent()).toBe(
      "1\u00a0h 57\u00a0min\u00a0· horror\u00a0· IMDb\u00a08.0",
    );
    expect(await plain!.locator(".film-facts, .film-about").count()).toBe(0);
    await solaris!.getByText("About the film").click();
    expect(await solaris!.getByText("Психолог летит").isVisible()).toBe(true);
    await alien!.getByText("About the film").click();
    const told = await alien!.locator(".film-about p").innerText();
    expect(told).toContain('<b onmouseover="alert(1)">bold</b>');
    expect([...told].length).toBeLessThanOrEqual(400);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
    expect(javaScriptEnabled ? await violationsOn(page) : []).toEqual([]);
    await page.context().close();
  });
});

test("the result says how long the film is, and when it ends if it starts now", async () => {
  const evening = await createLottery(
    host,
    [
      ["Солярис", 1972],
      ["Alien", 1979],
    ],
    {
      "entries[0].ref": SOLARIS.ref,
      "entries[1].ref": NASTY.ref,
    },
  );
  await drawLongAgo(server.db, host, evening);
  await server
    .db("draws")
    .where({ lottery_id: evening.slice(3) })
    .update({ winner: 2 });
  const page = await openPage(browser, server.url, evening, {
    options: {
      reducedMotion: "reduce",
      timezoneId: "Asia/Yekaterinburg",
      viewport: { width: 320, height: 640 },
    },
  });
  expect(await page.locator(".verdict .film-facts").textContent()).toContain("1\u00a0h 57\u00a0min");
  const ends = await page.locator(".ends-at").textContent();
  const clock = (ms: number) =>
    new Date(ms).toLocaleTimeString("en", {
      hour: "numeric",
      minute: "2-digit",
      timeZone: "Asia/Yekaterinburg",
    });
  const over = Date.now() + 117 * 60_000;
  expect([over, over - 60_000].map((ms) => `Start now and it ends at ${clock(ms)}`)).toContain(ends);
  expect(await shiftOf(page)).toBe(0);
  await page.context().close();
  const still = await openPage(browser, server.url, evening, { options: { javaScriptEnabled: false } });
  expect(await still.locator(".verdict .film-facts").textContent()).toContain("1\u00a0h 57\u00a0min");
  expect(await still.locator(".ends-at").textContent()).toBe("");
  await still.context().close();
});
