import { expect, test } from "vitest";
import type { Found } from "#app/domain/film/found-movie.ts";
import { sharedServer, testServer } from "#tests/support/server.ts";
import type { Visitor } from "#tests/support/visitor.ts";

const server = await sharedServer();

async function find(visitor: Visitor, query: Record<string, string>, headers: Record<string, string> = {}) {
  const answer = await visitor.get(`/find?${new URLSearchParams(query).toString()}`, headers);
  return { ...answer, found: JSON.parse(answer.html) as Found };
}

test("what is being typed is answered with films in the visitor's language, which the browser keeps for a while", async () => {
  const russian = await find(server.visitor({ language: "ru" }), { title: "соляр" });
  expect([russian.status, russian.headers["cache-control"]]).toEqual([200, "private, max-age=300"]);
  expect(russian.found).toMatchObject({ text: "соляр", quiet: null });
  expect(russian.found.movies).toEqual([
    expect.objectContaining({ title: "Солярис", originalTitle: "Solaris", year: 1972, picture: null }),
  ]);
  const english = await find(server.visitor({ language: "en" }), { title: "Suspiria", year: "2018" });
  expect(english.found.movies.map(({ title, year }) => [title, year])).toEqual([["Suspiria", 2018]]);
});

test.each<[string, Record<string, string>]>([
  ["nothing", {}],
  ["spaces", { title: " \u200b ", year: " " }],
  ["a year alone", { year: "1999" }],
])("%s finds nothing, and nobody is asked", async (_, query) => {
  const { status, found } = await find(server.visitor(), query);
  expect([status, found]).toEqual([200, { text: "", movies: [], quiet: null }]);
});

test.each([
  "漢字ひらがな",
  "हिन्दी",
  "ไทย",
  "עברית",
  "العربية",
  "ქართული",
  "Հայերեն",
  "አማርኛ",
  "ελληνικά",
  "한국어",
  "தமிழ்",
  "🎬",
  "<script>alert(1)</script>",
  "%",
  "_",
  "'; drop table entries; --",
  "\u202Eabc",
  "a".repeat(1_900),
])("%j is looked for like any title", async (title) => {
  const { status, found } = await find(server.visitor(), { title });
  expect([status, found.movies, found.quiet]).toEqual([200, [], null]);
});

test("another site's page gets nothing, and uses up nothing", async () => {
  const { status, found } = await find(
    server.visitor(),
    { title: "solaris" },
    { "Sec-Fetch-Site": "cross-site" },
  );
  expect([status, found.movies]).toEqual([403, []]);
});

test("whoever asks very often is told so, on the page as well, and adds films as before", async () => {
  const strict = await testServer({ ADDRESS_SEARCHES: "2" });
  const visitor = strict.visitor();
  expect((await find(visitor, { title: "ran" })).status).toBe(200);
  expect((await find(visitor, { title: "jaws" })).status).toBe(200);
  const { status, headers, found } = await find(visitor, { title: "alien" });
  expect([status, headers["retry-after"], headers["cache-control"]]).toEqual([429, "60", "no-store"]);
  expect(found).toEqual({ text: "alien", movies: [], quiet: "too-many" });
  let page = await visitor.press(await visitor.get("/"), "Find", { title: "alien" });
  expect(page.status).toBe(200);
  expect(page.document.querySelector("#found-title")?.textContent).toBe(
    "That was a lot of searching. Wait a minute, or add the film as you typed it.",
  );
  page = await visitor.press(page, "Add");
  expect(page.document.querySelector<HTMLTextAreaElement>("#entry-0-title")?.value).toBe("alien");
});
