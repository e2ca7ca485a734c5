import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { columnsOf, textsOf } from "#app/domain/importing/columns.ts";
import { readFilm, type FilmTexts } from "#app/domain/importing/imported-film.ts";
import { CSV_HEAD, csvOf, filmsOfJson, JSON_FRAME, jsonOf } from "#app/domain/importing/own-files.ts";
import type { MovieInFull } from "#app/domain/library/library.ts";
import { NO_IDS } from "#app/domain/film/movie-details.ts";

const NOW = Date.UTC(2026, 10, 28, 12);

const RAN: MovieInFull = {
  id: "23456789ab",
  title: '=Ran, "Хаос"',
  year: 1985,
  posterUrl: "https://example.org/ran.jpg",
  originalTitle: "乱",
  runtime: 162,
  genres: ["драма", "военный"],
  countries: ["Япония", "Франция"],
  description: "Князь\nделит земли.",
  rating: { value: 8.2, by: "imdb" },
  ids: { imdb: "tt0089881", tmdb: 11645, kinopoisk: 4436 },
  note: "-1 к сну,\nно +1 к жизни",
  badges: ["favourite", "watched"],
  tags: ["с аней", "большой экран"],
  ownRating: 9,
  watchedOn: "2026-11-20",
  addedAt: new Date(NOW - 1_000),
};
const BARE: MovieInFull = {
  ...RAN,
  id: "cccccccccc",
  title: "Her",
  year: null,
  posterUrl: null,
  originalTitle: null,
  runtime: null,
  genres: [],
  countries: [],
  description: null,
  rating: null,
  ids: NO_IDS,
  note: "",
  badges: [],
  tags: [],
  ownRating: null,
  watchedOn: null,
};

/** What an import makes of it. */
function readBack(texts: FilmTexts | null) {
  const read = texts && readFilm(texts, NOW);
  if (!read || !("film" in read)) throw new Error("no film");
  return read.film;
}
const asImported = ({ addedAt, ...film }: MovieInFull) => ({
  ...film,
  id: undefined,
  addedAt: addedAt.toISOString(),
});

describe("a library that was exported is the same when it is imported", () => {
  test("as csv", () => {
    const [head, ...rows] = parse(CSV_HEAD + csvOf(RAN) + csvOf(BARE));
    const columns = columnsOf(head!)!;
    expect(columns.kind).toBe("own");
    const films = rows.map((row) => readBack(textsOf(row, columns, { badges: [], tags: [] })));
    expect(films).toEqual([RAN, BARE].map(asImported));
  });

  test("as JSON", () => {
    const [before, after] = JSON_FRAME;
    const json: unknown = JSON.parse(before + [RAN, BARE].map(jsonOf).join(",\n") + after);
    expect(filmsOfJson(json)?.map(readBack)).toEqual([RAN, BARE].map(asImported));
  });
});

test("a cell is quoted where it has to be, and carries nothing out", () => {
  expect(CSV_HEAD).toMatch(/^tmdbID,imdbID,Title,Year,.*\r\n$/);
  expect(csvOf({ ...BARE, title: "=1+1" })).toMatch(/^,,'=1\+1,,/);
  expect(csvOf({ ...BARE, title: 'a "b" c' })).toMatch(/^,,"a ""b"" c",,/);
  expect(csvOf({ ...BARE, title: "a,b", note: "c\nd" })).toMatch(/^,,"a,b",,,,,"c\nd",/);
});

test("no film's id leaves the app", () => {
  expect(jsonOf(RAN)).not.toContain(RAN.id);
  expect(csvOf(RAN)).not.toContain(RAN.id);
});

describe("of JSON that is not as we write it", () => {
  const library = (...films: unknown[]) => ({ format: "movie-lottery-library", version: 1, films });

  test.each([null, 1, "Ran", [], {}, { films: [] }, { format: "other", films: [] }])(
    "%j is no library",
    (json) => expect(filmsOfJson(json)).toBeNull(),
  );

  test("films are read, and what else is there is none", () => {
    expect(filmsOfJson(library())).toEqual([]);
    expect(filmsOfJson(library({ title: "Ran" }, { year: 1985 }, "Her", null))).toMatchObject([
      { title: "Ran", year: "", badges: [] },
      null,
      null,
      null,
    ]);
  });

  test("what is of another kind than it should be is left out", () => {
    const odd = {
      title: "Ran",
      year: "1985",
      posterUrl: 1,
      runtime: [162],
      genres: "драма",
      countries: [1],
      rating: 8,
      ids: "tt0089881",
      badges: { top: true },
      tags: null,
      ownRating: "9",
    };
    expect(filmsOfJson(library(odd))).toEqual(filmsOfJson(library({ title: "Ran" })));
    expect(filmsOfJson(library({ title: "Ran", ids: { imdb: 1, tmdb: 11645 } }))).toMatchObject([
      { imdb: "", tmdb: "11645", kinopoisk: "" },
    ]);
  });
});
