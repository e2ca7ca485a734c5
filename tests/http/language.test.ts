import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { problemsOf } from "#tests/support/forms.ts";
import { textOf } from "#tests/support/html.ts";
import { arrive, createLottery, type Film, formWith } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";

const server = await sharedServer();
const RUSSIAN = "Не можете выбрать фильм?";
const ENGLISH = "Can’t agree on a film?";

test.each([
  [undefined, "en", ENGLISH],
  ["ru", "ru", RUSSIAN],
  ["ru-RU,ru;q=0.9,en;q=0.8", "ru", RUSSIAN],
  ["en-GB,en;q=0.9,ru;q=0.8", "en", ENGLISH],
  ["de,fr;q=0.9,ru;q=0.1", "ru", RUSSIAN],
  ["ru;q=0,en", "en", ENGLISH],
  ["xx", "en", ENGLISH],
  [";;;,q=,*", "en", ENGLISH],
])("Accept-Language %s gets %s", async (language, expected, title) => {
  const page = await server.visitor({ language }).get("/");
  expect(page.document.documentElement.lang).toBe(expected);
  expect(page.headers["content-language"]).toBe(expected);
  expect(textOf(page.document, "h1")).toBe(title);
});

test("the switch in the footer works without JavaScript, leads back, and is remembered", async () => {
  const visitor = server.visitor({ language: "en" });
  const page = await visitor.get("/history?before=1-2222222222");
  const switched = await visitor.press(page, "Русский");
  expect([switched.status, switched.location]).toEqual([303, "/history?before=1-2222222222"]);
  expect(textOf((await visitor.follow(switched)).document, "h1")).toBe("История");
  const home = await visitor.get("/");
  expect(textOf(home.document, "h1")).toBe(RUSSIAN);
  await visitor.press(home, "English");
  expect(textOf((await visitor.get("/")).document, "h1")).toBe(ENGLISH);
});

test.each(["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""])(
  "the switch never leads to “%s”",
  async (back) => {
    const visitor = server.visitor();
    await arrive(visitor);
    const answer = await visitor.post("/language", { language: "ru", back });
    expect([answer.status, answer.location]).toEqual([303, "/"]);
  },
);

test("an unknown language is 400, and opening the switch's address leads home", async () => {
  const visitor = server.visitor();
  expect((await visitor.post("/language", { language: "tlh" })).status).toBe(400);
  expect((await visitor.get("/language")).location).toBe("/");
});

test("Russian plurals on real pages", async () => {
  const visitor = server.visitor({ language: "ru" });
  await arrive(visitor);
  const insert = JSON.stringify({ type: "insert", payload: { name: "entries" } });
  const one = await visitor.post("/?index", formWith([], { title: "Зеркало", __intent__: insert }));
  expect(textOf(one.document, ".hat-count")).toBe("1 фильм из 25");
  for (const [count, words] of [
    [2, "2 фильма"],
    [5, "5 фильмов"],
    [11, "11 фильмов"],
    [21, "21 фильм"],
    [22, "22 фильма"],
    [25, "25 фильмов"],
  ] as const) {
    const films = Array.from({ length: count }, (_, index): Film => [`Ералаш ${index + 1}`]);
    const path = await createLottery(visitor, films);
    expect(textOf((await visitor.get(path)).document, ".page-lead")).toBe(words);
    expect(textOf((await visitor.get("/history")).document, ".row-facts")).toMatch(new RegExp(`^${words} ·`));
  }
});

test("problems, notices and error pages speak Russian", async () => {
  const visitor = server.visitor({ language: "ru" });
  const wrong = await visitor.post("/?index", formWith([["", "1500"], ["Ran"]]));
  expect(problemsOf(wrong.document, "entries[0].title")).toBe("Напишите название.");
  expect(problemsOf(wrong.document, "entries[0].year")).toMatch(/^Укажите год от 1870 до \d{4}\.$/);
  const added = await visitor.post("/library", { form: "add", submitKey: randomUUID(), title: "Брат" });
  expect(textOf((await visitor.follow(added)).document, ".notice")).toBe("Фильм «Брат» теперь в библиотеке.");
  const missing = await visitor.get("/l/2222222222");
  expect(missing.document.documentElement.lang).toBe("ru");
  expect(textOf(missing.document, "h1")).toBe("Такой страницы нет");
  const foreign = await visitor.post("/?index", {}, { "Sec-Fetch-Site": "cross-site" });
  expect(textOf(foreign.document, "h1")).toBe("Это пришло с другого сайта");
});
