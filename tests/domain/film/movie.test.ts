import { describe, expect, test } from "vitest";
import {
  distinctMovies,
  parseMovieLine,
  parseMovieLines,
  readTitle,
  readYear,
  repeats,
  titleKey,
  yearMax,
} from "#app/domain/film/movie.ts";

const THIS_YEAR = 2026;
const film = (title: string, year: number | null = null) => ({ title, year, posterUrl: null });

test("a title is counted as people count", () => {
  expect(readTitle("🎬".repeat(200))).toEqual({ title: "🎬".repeat(200), problem: null });
  expect(readTitle("Ё".repeat(201))).toEqual({ title: "", problem: "title-too-long" });
  expect(readTitle(" \u200b")).toEqual({ title: "", problem: "title-blank" });
});

describe("readYear", () => {
  test.each([
    ["", { year: null, problem: null }],
    [" \u200b", { year: null, problem: null }],
    [" 1972 ", { year: 1972, problem: null }],
    ["1870", { year: 1870, problem: null }],
    ["2032", { year: 2032, problem: null }],
    ["1869", { year: null, problem: "year-out-of-range" }],
    ["2033", { year: null, problem: "year-out-of-range" }],
    ["1500", { year: null, problem: "year-out-of-range" }],
    ["2999", { year: null, problem: "year-out-of-range" }],
    ["9".repeat(400), { year: null, problem: "year-out-of-range" }],
    ["abc", { year: null, problem: "year-not-a-number" }],
    ["1999.5", { year: null, problem: "year-not-a-number" }],
    ["-1999", { year: null, problem: "year-not-a-number" }],
    ["1e3", { year: null, problem: "year-not-a-number" }],
    ["0x7cc", { year: null, problem: "year-not-a-number" }],
  ])("%j", (text, result) => {
    expect(readYear(text, THIS_YEAR)).toEqual(result);
  });

  test("the latest year is next year and five more", () => {
    expect(yearMax(2026)).toBe(2032);
  });
});

describe("titleKey", () => {
  test.each([
    ["ё and е", "Ёлки", "елки"],
    ["a decomposed ё", "Е\u0308лки", "Елки"],
    ["case", "СТАЛКЕР", "Сталкер"],
    ["punctuation and dashes", "Mission: Impossible – Fallout", "mission impossible fallout"],
    ["quotes and trailing marks", "«Брат»…", "Брат"],
    ["spaces", "  Fight   Club ", "fight club"],
    ["letters of full width", "Ｍａｔｒｉｘ", "matrix"],
    ["zero-width characters inside", "Ста\u200bл\u00adкер", "Сталкер"],
    ["how an emoji is to be drawn", "❤\ufe0f", "❤"],
  ])("the same words in spite of %s", (_what, one, other) => {
    expect(titleKey(one)).toBe(titleKey(other));
  });

  test.each([
    ["Solaris", "Солярис"],
    ["Alien", "Aliens"],
    ["Se7en", "Seven"],
    ["M", "Mother!"],
    ["й", "и"],
    ["$", "π"],
    ["?", "!"],
    ["❤\ufe0f", "☠\ufe0f"],
    // Signs that mark vowels are words too: Hindi "heart" and "pulse", Thai "year" and "crab".
    ["दिल", "दाल"],
    ["ปี", "ปู"],
  ])("%s and %s are two titles", (one, other) => {
    expect(titleKey(one)).not.toBe(titleKey(other));
  });

  test("is never empty for a title that is not", () => {
    for (const title of ["…", "!!!", "$", "❤️", "🎬"]) expect(titleKey(title)).not.toBe("");
  });
});

describe("parseMovieLine", () => {
  test.each([
    ["Fight Club (1999)", film("Fight Club", 1999)],
    ["Солярис(1972)", film("Солярис", 1972)],
    ["  Solaris   (2002)  ", film("Solaris", 2002)],
    ["1917 (2019)", film("1917", 2019)],
    ["Blade Runner (2049)", film("Blade Runner (2049)")],
    ["Metropolis (1500)", film("Metropolis (1500)")],
    ["1984", film("1984")],
    ["(1999)", film("(1999)")],
    ["Star Wars (1977) remastered", film("Star Wars (1977) remastered")],
    ["Hunger (film) (2008)", film("Hunger (film)", 2008)],
    ["", film("")],
  ])("%j", (line, movie) => {
    expect(parseMovieLine(line, THIS_YEAR)).toEqual(movie);
  });

  test("a long line of brackets is read at once", () => {
    const line = "( ".repeat(30_000);
    expect(parseMovieLine(line, THIS_YEAR).year).toBeNull();
  });
});

describe("parseMovieLines", () => {
  test("one film a line, whatever ends the lines; blank ones are skipped", () => {
    const text = "Сталкер (1979)\r\n\r\n \u200b \nAmélie\rBrazil (1985)\n";
    expect(parseMovieLines(text, THIS_YEAR)).toEqual([
      film("Сталкер", 1979),
      film("Amélie"),
      film("Brazil", 1985),
    ]);
  });

  test.each([
    ["- Брат\n* Брат 2 (2000)\n• Груз 200\n— Жмурки"],
    ["1. Брат\n2) Брат 2 (2000)\n3. Груз 200\n10. Жмурки"],
  ])("the marks of a list go: %j", (text) => {
    expect(parseMovieLines(text, THIS_YEAR)).toEqual([
      film("Брат"),
      film("Брат 2", 2000),
      film("Груз 200"),
      film("Жмурки"),
    ]);
  });

  test("a number that only some lines begin with is part of the title", () => {
    const titles = ["12 Angry Men", "8½", "1. Mai"];
    expect(parseMovieLines(titles.join("\n"), THIS_YEAR)).toEqual(titles.map((title) => film(title)));
    expect(parseMovieLines("9. Рота", THIS_YEAR)).toEqual([film("9. Рота")]);
  });

  test("a text of blank lines names nothing", () => {
    expect(parseMovieLines(" \n\r\n\t", THIS_YEAR)).toEqual([]);
  });
});

describe("repeats", () => {
  test("tells the same film from two films of one title", () => {
    const list = [
      film("Solaris", 1972),
      film("solaris!", 2002),
      film("SOLARIS", 1972),
      film("Stalker"),
      film("Stalker"),
    ];
    expect(repeats(list)).toEqual([
      null,
      { of: 0, sameYear: false },
      { of: 0, sameYear: true },
      null,
      { of: 3, sameYear: true },
    ]);
  });

  test("names the earlier film of the same year, even when another namesake comes first", () => {
    expect(repeats([film("Dune", 1984), film("Dune", 2021), film("Dune", 2021)])[2]).toEqual({
      of: 1,
      sameYear: true,
    });
  });

  test("blank titles repeat nothing", () => {
    expect(repeats([film(""), film("")])).toEqual([null, null]);
  });
});

test("different films are told apart by title and year, and only so many are taken", () => {
  const film = (title: string, year: number | null) => ({ title, year, posterUrl: null });
  const films = [film("Solaris", 1972), film("SOLARIS!", 1972), film("Solaris", 2002), film("Her", 2013)];
  expect(distinctMovies(films, 5)).toEqual([films[0], films[2], films[3]]);
  expect(distinctMovies(films, 2)).toEqual([films[0], films[2]]);
});

test("a text that is far too long for a year is none", () => {
  expect(readYear("1".repeat(5_001), 2026)).toEqual({ year: null, problem: "year-not-a-number" });
});

test("of a text that is far too long for a title the beginning is its key", () => {
  const key = titleKey("a".repeat(2_000));
  expect(key).toHaveLength(2_000);
  expect(titleKey(`${"a".repeat(2_000)}b`)).toBe(key);
});

test("marks alone are the key of a title that is nothing else, without the spaces around them", () => {
  expect(titleKey(" !? ")).toBe("!?");
});

describe("a pasted list", () => {
  const titles = (text: string, most?: number) => parseMovieLines(text, 2026, most).map(({ title }) => title);

  test("is read as far as films are wanted", () => {
    expect(titles("- Ran\n- M\nHer", 2)).toEqual(["Ran", "M"]);
    expect(titles("Ran\n\nM\nHer", 2)).toEqual(["Ran", "M"]);
    expect(titles("Ran", 0)).toEqual([]);
  });

  test("keeps its bullets when without them a film would have no title", () => {
    expect(titles("- \u0301\n- Ran")).toEqual([expect.stringMatching(/^- /), "- Ran"]);
  });
});

test("a film repeats the first of its title, and the first of its title and year", () => {
  const film = (year: number) => ({ title: "Solaris", year });
  expect(repeats([film(1972), film(2002), film(1968), film(2002)])).toEqual([
    null,
    { of: 0, sameYear: false },
    { of: 0, sameYear: false },
    { of: 1, sameYear: true },
  ]);
});
