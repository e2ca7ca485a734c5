import { expect, test } from "vitest";
import films from "#app/movies/catalogue/films.json";
import { createFinder } from "#app/movies/find.server.ts";
import { forgetful } from "#tests/support/forgetful.ts";

const { findMovies } = createFinder({ providers: [], memory: forgetful, limitMs: 1_000 });
const options = { thisYear: 2026, signal: new AbortController().signal };
const inRussian = { ...options, language: "ru" } as const;

async function titles(text: string, language: "ru" | "en" = "ru"): Promise<string[]> {
  const { movies } = await findMovies(text, { ...options, language });
  return movies.map(({ title, year }) => `${title} (${year})`);
}

test("without a provider the films that come with the app are known, in the visitor's language", async () => {
  expect(await titles("солярис")).toEqual(["Солярис (1972)"]);
  expect(await titles("солярис", "en")).toEqual(["Solaris (1972)"]);
  expect(await titles("побег из ш")).toEqual(["Побег из Шоушенка (1994)"]);
  expect(await titles("shawshank")).toEqual(["Побег из Шоушенка (1994)"]);
});

test("a year in parentheses tells films of one title apart", async () => {
  expect(await titles("Суспирия (1977)")).toEqual(["Суспирия (1977)"]);
  expect(await titles("Суспирия (2018)")).toEqual(["Суспирия (2018)"]);
});

test("е stands for ё, and case does not count", async () => {
  expect(await titles("КРЕСТНЫЙ ОТЕЦ")).toContain("Крёстный отец (1972)");
});

test("an address at Letterboxd is a title; one that no provider is asked for finds nothing, and nobody is blamed", async () => {
  expect(await titles("https://letterboxd.com/film/stalker/")).toEqual(["Сталкер (1979)"]);
  expect(await findMovies("https://www.imdb.com/title/tt0111161/", inRussian)).toEqual({
    movies: [],
    quiet: null,
  });
  expect(await findMovies("https://www.imdb.com/name/nm0000151/", inRussian)).toEqual({
    movies: [],
    quiet: null,
  });
});

test.each(["", "🎬", "?", "((((", "a".repeat(2_000), "%"])("nothing is found for %j", async (text) => {
  expect(await titles(text)).toEqual([]);
});

test("ten at most", async () => expect(await titles("the", "en")).toHaveLength(10));

test("every film that comes along has a title and a year", () => {
  for (const [year, english, russian] of films) {
    expect(year).toBeGreaterThan(1890);
    expect(english || russian).not.toBe("");
  }
  expect(films.length).toBeGreaterThan(1_500);
});
