import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { textOf, textsOf } from "#tests/support/html.ts";
import { arrive } from "#tests/support/lotteries.ts";
import { startProvider } from "#tests/support/providers.ts";
import { databaseReady, startServer } from "#tests/support/server.ts";
import { testDatabase } from "#tests/support/database.ts";

const { url } = await testDatabase();

/** The app with a TMDB that tells of these films, and a host who finds and keeps the one that is called so. */
async function scene(films: readonly object[]) {
  const tmdb = await startProvider({
    "/search/movie": { results: films.map((film, index) => ({ id: index + 1, ...film })) },
    ...Object.fromEntries(films.map((film, index) => [`/movie/${index + 1}`, { id: index + 1, ...film }])),
  });
  const server = await startServer({ DATABASE_URL: url, TMDB_TOKEN: "x", TMDB_URL: tmdb.base });
  onTestFinished(server.stop);
  await databaseReady(server);
  const host = server.visitor();
  await arrive(host);
  async function keep(title: string) {
    const added = { form: "add", submitKey: randomUUID(), title, year: "", note: "", poster: "" };
    expect((await host.post("/library", added)).status).toBe(303);
    const library = await host.get("/library");
    const address = library.document.querySelector(".poster-link")!.getAttribute("href")!;
    const hits = await host.get(`${address}/completion`);
    const ref = hits.document.querySelector("button[name=ref]")!.getAttribute("value")!;
    expect((await host.post(`${address}/completion`, { ref })).status).toBe(303);
    return host.get(address);
  }
  return { host, find: async (title: string) => host.press(await host.get("/"), "Find", { title }), keep };
}

test("of fifty films with one title, ten are shown, each one once, and each can be taken", async () => {
  const fifty = Array.from({ length: 50 }, (_, index) => ({
    title: "Hamlet",
    release_date: `${1950 + index}-01-01`,
  }));
  const { find } = await scene(fifty);
  const page = await find("hamlet");
  expect(textsOf(page.document, ".found-movie strong")).toEqual(Array(10).fill("Hamlet"));
  const years = textsOf(page.document, ".found-year");
  expect(new Set(years).size).toBe(10);
  const buttons = [...page.document.querySelectorAll(".found-movie button")];
  expect(new Set(buttons.map((button) => button.getAttribute("value"))).size).toBe(10);
});

test("a description of a megabyte of HTML is cut, and is text", async () => {
  const evil = "<img src=x onerror=alert(1)><script>alert(2)</script> ";
  const film = { title: "Nostalghia", overview: evil + "so long ".repeat(131_072), runtime: 125 };
  const page = await (await scene([film])).keep("Nostalghia");
  expect(page.html.length).toBeLessThan(60_000);
  expect(page.document.querySelector("img[src=x]")).toBeNull();
  expect(textOf(page.document, ".movie-page")).toContain("so long");
});

const SCRIPTS = {
  Armenian: "Նռան գույնը",
  Arabic: "باب الحديد",
  Bengali: "পথের পাঁচালী",
  Cyrillic: "Летят журавли",
  Devanagari: "मुग़ल-ए-आज़म",
  Georgian: "ნატვრის ხე",
  Greek: "Ζορμπάς",
  Han: "大红灯笼高高挂",
  Hangul: "올드보이",
  Hebrew: "ואלס עם באשיר",
  Kana: "となりのトトロ",
  Thai: "ลุงบุญมีระลึกชาติ",
  emoji: "🎬🍿 The Movie 👩‍👩‍👧",
  "bidi controls": "Amé\u202elie\u202c",
};

test.each(Object.entries(SCRIPTS))("a title in %s is found and kept as it is written", async (_, title) => {
  const { find, keep } = await scene([{ title, release_date: "1999-01-01", overview: "x" }]);
  const shown = title.replace(/[\u202c\u202e]/gu, "");
  expect(textsOf((await find(title)).document, ".found-movie strong")).toContain(shown);
  expect(textOf((await keep(title)).document, "h1 bdi")).toBe(shown);
});
