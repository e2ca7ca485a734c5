import { describe, expect, test } from "vitest";
import { columnsOf, meaningOfName, textsOf } from "#app/domain/importing/columns.ts";
import { merged, readFilm, type FilmTexts, type ImportedFilm } from "#app/domain/importing/imported-film.ts";
import { readFrom } from "#app/domain/importing/import-input.ts";
import { pastedLines } from "#app/domain/importing/pasted.ts";
import { IMPORT_FILMS_MAX, readLines, UNREADABLE_MAX } from "#app/domain/importing/reading.ts";
import { guardedCell, unguardedCell } from "#app/domain/importing/spreadsheet-cell.ts";

const NOW = Date.UTC(2026, 10, 28, 12);
const read = (texts: Partial<FilmTexts>) => readFilm({ title: "Ran", ...texts }, NOW);
const filmOf = (texts: Partial<FilmTexts>): ImportedFilm => {
  const answer = read(texts);
  if (!("film" in answer)) throw new Error(answer.problem);
  return answer.film;
};

describe("a line names a film when title and year are right", () => {
  test.each<[Partial<FilmTexts>, string]>([
    [{ title: " \u200b " }, "blank"],
    [{ title: "я".repeat(201) }, "too-long"],
    [{ year: "nineteen" }, "year"],
    [{ year: "1499" }, "year"],
  ])("%j: %s", (texts, problem) => expect(read(texts)).toEqual({ problem }));

  test.each([
    ["", null],
    ["1985", 1985],
    ["2008–2013", 2008],
    ["2008-", 2008],
  ])("the year %j is %s", (year, expected) => expect(filmOf({ year }).year).toBe(expected));
});

test("what makes no sense besides is left out", () => {
  expect(
    filmOf({
      runtime: "N/A",
      rating: "11",
      ratingBy: "imdb",
      imdb: "nm0000151",
      tmdb: "99999999999",
      kinopoisk: "-1",
      posterUrl: "http://example.org/a.jpg",
      ownRating: "0",
      watchedOn: "2026-11-31",
      addedAt: "tomorrow",
      badges: ["boss", "top"],
      tags: ["", " Драма ", "драма", "я".repeat(41)],
    }),
  ).toEqual(filmOf({ badges: ["top"], tags: ["драма"] }));
  expect(filmOf({ addedAt: "2027-01-01T00:00:00.000Z", watchedOn: "2027-01-01" })).toEqual(filmOf({}));
});

test("whatever a line says besides is kept when it makes sense", () => {
  expect(
    filmOf({
      posterUrl: " https://example.org/ran.jpg ",
      originalTitle: " 乱 ",
      runtime: " 162 ",
      genres: ["Драма", "драма", ""],
      countries: ["Япония", " Япония", "Франция"],
      description: " Князь\r\nделит земли. ",
      rating: "8.2",
      ratingBy: "imdb",
      imdb: " TT0089881 ",
      tmdb: "11645",
      kinopoisk: "4436",
      note: "Не на ночь",
      badges: ["watched", "top"],
      tags: ["С Аней"],
      ownRating: "10",
      watchedOn: " 2026-11-28 ",
      addedAt: "2026-11-28T12:00:00Z",
    }),
  ).toEqual({
    title: "Ran",
    year: null,
    posterUrl: "https://example.org/ran.jpg",
    originalTitle: "乱",
    runtime: 162,
    genres: ["драма"],
    countries: ["Япония", "Франция"],
    description: "Князь\nделит земли.",
    rating: { value: 8.2, by: "imdb" },
    ids: { imdb: "tt0089881", tmdb: 11645, kinopoisk: 4436 },
    note: "Не на ночь",
    badges: ["top", "watched"],
    tags: ["с аней"],
    ownRating: 10,
    watchedOn: "2026-11-28",
    addedAt: "2026-11-28T12:00:00.000Z",
  });
});

describe("at its edge", () => {
  const poster = (length: number) => "https://example.org/".padEnd(length, "a");

  test.each<[Partial<FilmTexts>, Partial<ImportedFilm>]>([
    [{ runtime: "20000" }, { runtime: 20_000 }],
    [{ runtime: "20001" }, { runtime: null }],
    [{ runtime: "1" }, { runtime: 1 }],
    [{ ownRating: "1" }, { ownRating: 1 }],
    [{ ownRating: "11" }, { ownRating: null }],
    [{ tmdb: "2147483647" }, { ids: { imdb: null, tmdb: 2_147_483_647, kinopoisk: null } }],
    [{ tmdb: "2147483648" }, { ids: { imdb: null, tmdb: null, kinopoisk: null } }],
    [{ rating: "10", ratingBy: "tmdb" }, { rating: { value: 10, by: "tmdb" } }],
    [{ rating: "10.1", ratingBy: "tmdb" }, { rating: null }],
    [{ rating: "0", ratingBy: "tmdb" }, { rating: null }],
    [{ rating: "8", ratingBy: "aunt" }, { rating: null }],
    [{ addedAt: "2026-11-28T12:00:00.001Z" }, { addedAt: null }],
    [{ addedAt: "1970-01-01T00:00:00Z" }, { addedAt: null }],
    [{ posterUrl: poster(2_000) }, { posterUrl: poster(2_000) }],
    [{ posterUrl: poster(2_001) }, { posterUrl: null }],
    [{ posterUrl: "https://" }, { posterUrl: null }],
    [{ originalTitle: "я".repeat(201) }, { originalTitle: null }],
    [{ note: "ё".repeat(1_000) }, { note: "ё".repeat(1_000) }],
    [{ note: `${"ё".repeat(998)} ёжик` }, { note: `${"ё".repeat(998)}…` }],
    // So much white space that nobody looks behind it.
    [{ note: `Ran${" ".repeat(10_000)}x` }, { note: "Ran" }],
    [{ watchedOn: `2026-11-20${" ".repeat(40)}x` }, { watchedOn: "2026-11-20" }],
  ])("%j", (texts, expected) => expect(filmOf(texts)).toMatchObject(expected));

  test("of too many words the first 20 are kept", () => {
    const words = Array.from({ length: 21 }, (_, index) => `слово ${index}`);
    const { tags, genres, countries } = filmOf({ tags: words, genres: words, countries: words });
    expect([tags, genres, countries]).toEqual(Array.from({ length: 3 }, () => words.slice(0, 20)));
    expect(merged(filmOf({ tags: words }), filmOf({ tags: ["ещё"] })).tags).toEqual(words.slice(0, 20));
  });
});

test("what was watched on a day has been watched; what is too long is cut", () => {
  const film = filmOf({ watchedOn: "2024-02-29", note: "ё".repeat(1_001), description: "ё".repeat(2_001) });
  expect([film.badges, film.note, film.description]).toEqual([
    ["watched"],
    `${"ё".repeat(999)}…`,
    `${"ё".repeat(1_999)}…`,
  ]);
});

test("what two lines say of one film is put together; of two evenings the later one counts", () => {
  const one = filmOf({
    badges: ["want"],
    tags: ["a"],
    watchedOn: "2024-01-01",
    note: "first",
    ownRating: "7",
  });
  const other = filmOf({
    badges: ["favourite"],
    tags: ["b", "a"],
    watchedOn: "2025-01-01",
    note: "second",
    runtime: "160",
  });
  expect(merged(one, other)).toEqual({
    ...one,
    badges: ["favourite", "want", "watched"],
    tags: ["a", "b"],
    watchedOn: "2025-01-01",
    runtime: 160,
  });
});

test("what one line leaves open the other tells, in whatever order they come", () => {
  const full = filmOf({
    posterUrl: "https://example.org/ran.jpg",
    originalTitle: "乱",
    runtime: "162",
    genres: ["драма"],
    countries: ["Япония"],
    description: "Князь делит земли.",
    rating: "8.2",
    ratingBy: "imdb",
    imdb: "tt0089881",
    tmdb: "11645",
    kinopoisk: "4436",
    note: "Не на ночь",
    badges: ["watched"],
    tags: ["с аней"],
    ownRating: "9",
    watchedOn: "2026-11-20",
    addedAt: "2026-11-28T11:00:00Z",
  });
  const bare = filmOf({});
  expect(merged(bare, full)).toEqual(full);
  expect(merged(full, bare)).toEqual(full);
  expect(merged(bare, bare)).toEqual(bare);
});

test("of what two lines say differently the first one's word counts", () => {
  const said = (word: string, id: number) =>
    filmOf({
      posterUrl: `https://example.org/${id}.jpg`,
      originalTitle: word,
      runtime: `${id}`,
      genres: [word],
      countries: [word],
      description: word,
      rating: `${id}`,
      ratingBy: "imdb",
      imdb: `tt000000${id}`,
      tmdb: `${id}`,
      kinopoisk: `${id}`,
      note: word,
      ownRating: `${id}`,
      addedAt: `2026-11-0${id}T12:00:00Z`,
    });
  expect(merged(said("раз", 1), said("два", 2))).toEqual(said("раз", 1));
});

describe("columns are known by their names, in any order and case", () => {
  test.each([
    ["Letterboxd's", "Date,Name,Year,Letterboxd URI,Rating", "letterboxd"],
    ["a list of Letterboxd", "Position,Name,Year,URL,Description", "letterboxd"],
    ["IMDb's", "Position,Const,Title,Title Type,Runtime (mins),Year", "imdb"],
    ["ours", "tmdbID,imdbID,Title,Badges,kinopoiskID", "own"],
    ["anybody's", "ГОД,Название", "table"],
  ])("%s: %s", (_, head, kind) => expect(columnsOf(head.split(","))?.kind).toBe(kind));

  test("a table without titles is none", () => expect(columnsOf(["Year", "Rating"])).toBeNull());

  test.each([
    ["5", "10"],
    ["0.5", "1"],
    ["4.5", "9"],
    ["5.5", ""],
    ["9", ""],
    ["", ""],
  ])("%j stars are %j of 10", (stars, ownRating) => {
    const columns = columnsOf(["Name", "Rating"])!;
    expect(textsOf(["Ran", stars], columns, { badges: [], tags: [] })).toMatchObject({ ownRating });
  });

  test.each([
    ["watchlist.csv", ["want"]],
    ["letterboxd/watched.csv", ["watched"]],
    ["diary.csv", ["watched"]],
    ["likes/films.csv", ["favourite"]],
    ["films.csv", []],
  ])("the name %s says %j", (name, badges) => expect(meaningOfName(name).badges).toEqual(badges));
});

describe("a pasted list", () => {
  const lines = (text: string) => pastedLines(text, 2026)!;

  test.each<[string, object]>([
    ["Солярис (1972)", { title: "Солярис", year: "1972" }],
    [
      "Солярис (1972) — https://www.kinopoisk.ru/film/43911/",
      { title: "Солярис", year: "1972", kinopoisk: "43911" },
    ],
    ["https://www.imdb.com/title/tt0089881/ Ran", { title: "Ran", imdb: "tt0089881" }],
    [
      "Ran https://www.themoviedb.org/movie/11645-ran https://letterboxd.com/film/ran/",
      { title: "Ran", tmdb: "11645" },
    ],
    ["https://letterboxd.com/film/the-thing-1982/", { title: "The Thing", year: "1982" }],
    ["Face/Off", { title: "Face/Off", imdb: "", tmdb: "" }],
    ["Ran —", { title: "Ran —" }],
    [`Ran${" ".repeat(4_000)}x`, { title: "Ran" }],
    [
      "Ran https://www.imdb.com/title/tt0089881/ https://www.kinopoisk.ru/film/4436/",
      { title: "Ran", imdb: "tt0089881", kinopoisk: "4436" },
    ],
  ])("%s", (text, expected) => expect(lines(text)[0]!.texts).toMatchObject(expected));

  test("an address alone is to be looked up, and of no film is none", () => {
    expect(lines("tt0089881")[0]).toMatchObject({ texts: null, link: { at: "imdb", id: "tt0089881" } });
    expect(lines("https://www.imdb.com/name/nm0000151/")[0]).toMatchObject({
      texts: null,
      link: null,
      problem: "link",
    });
  });

  test("lines keep their numbers, bullets go, and blank ones do not count", () => {
    expect(lines("\n- Ran\r\n\r- Her\n").map(({ line, text }) => [line, text])).toEqual([
      [2, "Ran"],
      [4, "Her"],
    ]);
  });

  test("has as many films as may be imported, and no more", () => {
    expect(pastedLines("Ran\n".repeat(IMPORT_FILMS_MAX), 2026)).toHaveLength(IMPORT_FILMS_MAX);
    expect(pastedLines("Ran\n".repeat(IMPORT_FILMS_MAX + 1), 2026)).toBeNull();
  });
});

test("each film comes once, in its place; unreadable lines are counted, and the first of them kept", () => {
  const line = (number: number, title: string | null) => ({
    line: number,
    text: `${number}`,
    texts: title === null ? null : { title },
  });
  const reading = readLines([line(1, "Ran"), line(2, null), line(3, "Her"), line(4, "RAN!")], NOW);
  expect(reading).toMatchObject({
    films: [{ title: "Ran" }, { title: "Her" }],
    unreadable: [{ line: 2, text: "2", problem: "no-film" }],
    unreadableCount: 1,
  });
  const many = readLines(
    Array.from({ length: 300 }, (_, index) => line(index, null)),
    NOW,
  );
  expect(many).toMatchObject({ unreadableCount: 300, unreadable: { length: UNREADABLE_MAX } });
  const films = Array.from({ length: IMPORT_FILMS_MAX + 1 }, (_, index) => line(index, `Ералаш ${index}`));
  expect(readLines(films, NOW)).toBe("too-many");
  expect(readLines(films.slice(1), NOW)).toMatchObject({ films: { length: IMPORT_FILMS_MAX } });
});

test("of a line that is no film its beginning is shown", () => {
  const reading = readLines([{ line: 1, text: ` ${"я".repeat(100)}`, texts: null, problem: "link" }], NOW);
  expect(reading).toMatchObject({ unreadable: [{ line: 1, text: "я".repeat(79), problem: "link" }] });
});

test("films of one title and different years are different films", () => {
  const lines = ["1972", "2002", "1972", ""].map((year, line) => ({
    line,
    text: "",
    texts: { title: "Solaris", year },
  }));
  const reading = readLines(lines, NOW);
  expect(reading === "too-many" ? reading : reading.films.map(({ year }) => year)).toEqual([
    1972,
    2002,
    null,
  ]);
});

test.each([
  ["=1+1", "'=1+1"],
  ["@sum", "'@sum"],
  ["-1", "'-1"],
  ["+1", "'+1"],
  ["\tRan", "'\tRan"],
  ["'=1", "''=1"],
  ["'71", "'71"],
  ["Ran", "Ran"],
  ["", ""],
])("%j is the cell %j, and is read back", (text, cell) => {
  expect(guardedCell(text)).toBe(cell);
  expect(unguardedCell(cell)).toBe(text);
});

test.each([
  ["100", 100],
  ["0", 0],
  [null, 0],
  ["-1", 0],
  ["1e3", 0],
  ["99999", 0],
])("a page from %j is one from %i", (text, from) => expect(readFrom(text)).toBe(from));
