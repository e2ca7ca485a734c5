import { describe, expect, test } from "vitest";
import { parseMovieLink, type MovieRef } from "#app/domain/film/movie-link.ts";

describe("a film that is named by its address or id", () => {
  test.each<[string, MovieRef]>([
    ["https://www.kinopoisk.ru/film/326/", { at: "kinopoisk", id: 326 }],
    ["kinopoisk.ru/film/326", { at: "kinopoisk", id: 326 }],
    ["https://www.kinopoisk.ru/series/464963/?utm_source=share#reviews", { at: "kinopoisk", id: 464963 }],
    ["https://hd.kinopoisk.ru/film/pobeg-iz-shoushenka-326/", { at: "kinopoisk", id: 326 }],
    ["kp326", { at: "kinopoisk", id: 326 }],
    ["  https://www.themoviedb.org/movie/278-the-shawshank-redemption?language=ru ", { at: "tmdb", id: 278 }],
    ["https://www.imdb.com/title/tt0111161/?ref_=fn_al_tt_1", { at: "imdb", id: "tt0111161" }],
    ["https://m.imdb.com/de/title/tt0111161/reviews", { at: "imdb", id: "tt0111161" }],
    ["TT0111161", { at: "imdb", id: "tt0111161" }],
  ])("%s", (text, ref) => expect(parseMovieLink(text, 2026)).toEqual({ kind: "movie", ref }));
});

describe("a film that is told by the title in its address", () => {
  test.each([
    ["https://letterboxd.com/film/solaris/", "Solaris", null],
    ["https://letterboxd.com/film/the-thing-1982/", "The Thing", 1982],
    ["https://letterboxd.com/someone/film/blade-runner-2049/", "Blade Runner 2049", null],
    ["letterboxd.com/film/1917/", "1917", null],
  ])("%s", (text, title, year) => expect(parseMovieLink(text, 2026)).toEqual({ kind: "title", title, year }));
});

test.each([
  "https://www.kinopoisk.ru/name/7987/",
  "https://www.kinopoisk.ru/film/0/",
  "https://www.themoviedb.org/tv/1396-breaking-bad",
  "https://www.imdb.com/name/nm0000151/",
  "https://letterboxd.com/someone/",
])("an address that leads to no film there: %s", (text) =>
  expect(parseMovieLink(text, 2026)).toEqual({ kind: "no-movie" }),
);

test.each([
  "Солярис",
  "kp",
  "8½",
  "tt12",
  "https://example.org/film/326/",
  "https://kinopoisk.ru.example.org/film/326/",
  "S.W.A.T.",
  "Mr. Nobody/Someone",
  "javascript:alert(1)//kinopoisk.ru/film/1",
  `https://www.kinopoisk.ru/film/${"1".repeat(3_000)}`,
])("a text that is a title like any other: %s", (text) => expect(parseMovieLink(text, 2026)).toBeNull());

test("an address may have 2,000 characters, and a name between its dashes none", () => {
  const long = (length: number) => "https://www.kinopoisk.ru/film/326/?".padEnd(length, "a");
  expect(parseMovieLink(long(2_000), 2026)).toEqual({ kind: "movie", ref: { at: "kinopoisk", id: 326 } });
  expect(parseMovieLink(long(2_001), 2026)).toBeNull();
  expect(parseMovieLink("https://letterboxd.com/film/the--thing-/", 2026)).toEqual({
    kind: "title",
    title: "The Thing",
    year: null,
  });
});

test.each(["https://www.kinopoisk.ru/film/326/ and more", "https://kinopoisk.ru:99999999/film/326"])(
  "what is no address, though it begins like one: %s",
  (text) => expect(parseMovieLink(text, 2026)).toBeNull(),
);
