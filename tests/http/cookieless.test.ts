import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { ticketsOf, valueOf } from "#tests/support/forms.ts";
import { textOf } from "#tests/support/html.ts";
import { createLottery, DRAW, EVENING, formWith } from "#tests/support/lotteries.ts";
import { testServer } from "#tests/support/server.ts";
import { newVisitor, type Answer } from "#tests/support/visitor.ts";

const server = await testServer();
const COOKIES = /keeps no cookies for this site/;

/** A browser that keeps no cookies, and says which page it comes from, as browsers do. */
function forgetful() {
  const jar = new Map<string, string>();
  jar.set = () => jar;
  const browser = newVisitor(server.url, { jar });
  const from = (page: string) => ({ Referer: server.url + page });
  return {
    ...browser,
    /** Opens a page by a link on another one, and goes where it is sent. */
    async open(page: string, by = "/"): Promise<Answer & { at: string }> {
      const answer = await browser.get(page, from(by));
      return answer.location
        ? { ...(await browser.get(answer.location, from(by))), at: answer.location }
        : { ...answer, at: page };
    },
  };
}

describe("a browser that keeps no cookies", () => {
  test("makes a lottery and draws, and hears what it cannot do", async () => {
    const host = forgetful();
    await host.get("/");
    const created = await host.post("/?index", formWith(EVENING));
    expect([created.status, created.location]).toEqual([
      303,
      expect.stringMatching(/^\/l\/\w{10}\?stranger$/),
    ]);
    const page = await host.follow(created);
    expect(textOf(page.document, ".aside-note")).toMatch(COOKIES);
    expect(page.document.querySelector("#share-link")?.getAttribute("value")).toBe(
      server.url + created.location.replace("?stranger", ""),
    );
    expect((await host.press(page, DRAW)).status).toBe(303);
    const [path = ""] = created.location.split("?");
    for (const command of ["deletion", "redraw"]) {
      const refused = await host.get(`${path}/${command}`);
      expect([refused.status, textOf(refused.document, "h1")]).toEqual([
        403,
        "We don’t recognise this browser",
      ]);
    }
    expect((await host.post(`${path}/deletion`, {})).status).toBe(403);
    expect((await host.post(`${path}/redraw`, { number: "2", reason: "хочу" })).status).toBe(403);
    expect((await host.get(path)).status).toBe(200);
  });

  test("adds nothing to a library that it would never see, and its form comes back", async () => {
    const host = forgetful();
    const film = { form: "add", submitKey: randomUUID(), title: "Сталкер", year: "1979", note: "С Аней" };
    for (const _ of [1, 2]) {
      const refused = await host.post("/library", film);
      expect(refused.status).toBe(403);
      expect(textOf(refused.document, ".alert")).toMatch(COOKIES);
      expect(["title", "year", "note", "submitKey"].map((name) => valueOf(refused.document, name))).toEqual([
        "Сталкер",
        "1979",
        "С Аней",
        film.submitKey,
      ]);
      expect(refused.document.querySelector(".auto-retry")).toBeNull();
    }
    expect(await server.db("movies").where({ title: "Сталкер" })).toEqual([]);
    const lottery = await createLottery(server.visitor());
    const kept = await host.post("/library", { form: "keep", lottery: lottery.slice(3), entry: "1" });
    expect([kept.status, textOf(kept.document, "h1")]).toEqual([403, "Cookies are off"]);
  });

  test("reads every page in the language that it chose", async () => {
    const reader = forgetful();
    const home = await reader.open("/");
    const switched = await reader.press(
      home,
      home.document.querySelector<HTMLButtonElement>("button[value=ru]")!,
    );
    expect(switched.document.documentElement.lang).toBe("ru");
    const history = await reader.open("/history", "/?index&language=ru");
    expect([history.at, history.document.documentElement.lang]).toEqual(["/history?language=ru", "ru"]);
    const library = await reader.open("/library?before=1-2222222222", history.at);
    expect(library.at).toBe("/library?before=1-2222222222&language=ru");
    expect(library.document.documentElement.lang).toBe("ru");
    const back = await reader.post("/language", { language: "en", back: library.at });
    expect(back.location).toBe("/library?before=1-2222222222&language=en");
    expect((await reader.get(back.location)).document.documentElement.lang).toBe("en");
  });

  test("is sent nowhere by another site's address, nor by a language that is none", async () => {
    const reader = forgetful();
    for (const Referer of ["https://evil.example/?language=ru", `${server.url}/?language=tlh`, "nonsense"]) {
      const page = await reader.get("/library", { Referer });
      expect([page.status, page.document.documentElement.lang]).toEqual([200, "en"]);
    }
  });
});

test("whoever comes for the first time with a form gets a cookie with the answer, and may press again", async () => {
  const visitor = server.visitor();
  const film = { form: "add", submitKey: randomUUID(), title: "Зеркало", year: "1975", note: "" };
  expect((await visitor.post("/library", film)).status).toBe(403);
  expect((await visitor.post("/library", film)).status).toBe(303);
  const created = await server.visitor().post("/?index", formWith(EVENING));
  expect(created.location).toMatch(/\?stranger$/);
  const other = server.visitor();
  const page = await other.follow(await other.post("/?index", formWith(EVENING)));
  expect(page.document.querySelector(".aside-note")).toBeNull();
});

test("without scripts the switch of the language takes the list along", async () => {
  const visitor = server.visitor();
  await visitor.get("/");
  const insert = JSON.stringify({ type: "insert", payload: { name: "entries" } });
  const typed = { name: "Пятница", several: "Ран (1985)\r\n".repeat(2) };
  const page = await visitor.post(
    "/?index",
    formWith(EVENING, { title: "Чужой", year: "1979", __intent__: insert }),
  );
  const russian = await visitor.press(
    page,
    page.document.querySelector<HTMLButtonElement>("button[value=ru]")!,
    typed,
  );
  expect([russian.status, russian.document.documentElement.lang]).toEqual([200, "ru"]);
  expect(ticketsOf(russian.document).map(({ title }) => title)).toEqual([
    ...EVENING.map(([title]) => title),
    "Чужой",
  ]);
  expect(valueOf(russian.document, "name")).toBe("Пятница");
  expect(valueOf(russian.document, "several").trim().split(/\s*\n/)).toHaveLength(2);
  expect((await visitor.get("/history")).document.documentElement.lang).toBe("ru");
});
