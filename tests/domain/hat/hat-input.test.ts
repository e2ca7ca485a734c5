import { describe, expect, test } from "vitest";
import {
  readChange,
  readFilmId,
  readFirstName,
  readHatForm,
  readSuggestion,
  readWord,
} from "#app/domain/hat/hat-input.ts";
import { ENTRIES_MAX } from "#app/domain/lottery/lottery.ts";

const THIS_YEAR = 2026;
const LONG = "Ё".repeat(201);
const film = (title: string, year: number | null = null) => ({ title, year, posterUrl: null, ref: null });
const lines = (count: number) => Array.from({ length: count }, (_, index) => `Ёлки ${index + 1}`).join("\n");

const suggested = (fields: Record<string, string>) => readSuggestion(new URLSearchParams(fields), THIS_YEAR);
const problemsOf = (fields: Record<string, string>) => suggested(fields).problems;

describe("what a friend puts into a hat", () => {
  test("is a line with all that was found of it, and a pasted list behind it", () => {
    const fields = {
      title: " Сталкер ",
      year: "1979",
      poster: "https://example.org/stalker.jpg",
      ref: "tmdb:1398:ru",
      several: "- Her (2013)\n- Брат",
      firstName: " Боря ",
    };
    expect(suggested(fields)).toEqual({
      films: [
        {
          title: "Сталкер",
          year: 1979,
          posterUrl: "https://example.org/stalker.jpg",
          ref: "tmdb:1398:ru",
        },
        film("Her", 2013),
        film("Брат"),
      ],
      firstName: "Боря",
      problems: {},
    });
  });

  test("may be a list alone, or a line alone", () => {
    const list = suggested({ several: "Her\nБрат", poster: "https://example.org/a.jpg", ref: "tmdb:1:ru" });
    expect(list).toMatchObject({ films: [film("Her"), film("Брат")], problems: {} });
    expect(suggested({ title: "Her (2013)" })).toEqual({
      films: [film("Her", 2013)],
      firstName: "",
      problems: {},
    });
  });

  test("is each film once, but two films of one title are two", () => {
    const { films } = suggested({
      title: "Solaris",
      year: "1972",
      several: "Солярис\nsolaris! (1972)\nSolaris (2002)",
    });
    expect(films).toEqual([film("Solaris", 1972), film("Солярис"), film("Solaris", 2002)]);
  });

  test("names no film by a ref that is none", () => {
    expect(suggested({ title: "Her", ref: "tmdb:<b>:ru" })).toMatchObject({
      films: [film("Her")],
      problems: {},
    });
  });
});

describe("what is wrong with it is said beside its field", () => {
  test.each<[Record<string, string>, Record<string, string[]>]>([
    [{}, { title: ["title-blank"] }],
    [{ several: " \n " }, { title: ["title-blank"] }],
    [{ title: "Ran", year: "abc" }, { year: ["year-not-a-number"] }],
    [{ year: "1979" }, { title: ["title-blank"] }],
    [{ title: "Ran", poster: "http://example.org/ran.jpg" }, { poster: ["poster-not-https"] }],
    [{ several: `${LONG}\n${LONG}a\nRan` }, { several: ["title-too-long"] }],
    [{ title: "Ran", firstName: "я".repeat(41) }, { firstName: ["first-name-too-long"] }],
    [
      { title: "Ran", poster: "ftp://example.org", several: LONG, firstName: "я".repeat(41) },
      {
        poster: ["poster-not-https"],
        several: ["title-too-long"],
        firstName: ["first-name-too-long"],
      },
    ],
  ])("%j", (fields, problems) => expect(problemsOf(fields)).toEqual(problems));

  test("and a list has to fit into a lottery, with the line if there is one", () => {
    expect(suggested({ several: lines(ENTRIES_MAX) })).toMatchObject({
      films: { length: ENTRIES_MAX },
      problems: {},
    });
    expect(problemsOf({ several: lines(ENTRIES_MAX + 1) })).toEqual({ several: ["list-full"] });
    expect(problemsOf({ title: "Ran", several: lines(ENTRIES_MAX - 1) })).toEqual({});
    expect(problemsOf({ title: "Ran", several: lines(ENTRIES_MAX) })).toEqual({ several: ["list-full"] });
  });

  test("and what is right beside it is read all the same, without the poster of a line that is not", () => {
    const fields = { title: LONG, poster: "https://example.org/a.jpg", ref: "tmdb:1:ru", several: "Her" };
    expect(suggested(fields)).toMatchObject({
      films: [film("Her")],
      problems: { title: ["title-too-long"] },
    });
    expect(suggested({ several: `${LONG}\nRan` }).films).toEqual([film("Ran")]);
  });
});

test("a film is changed into one of another title or year, and nothing else", () => {
  const changed = (fields: Record<string, string>) => readChange(new URLSearchParams(fields), THIS_YEAR);
  expect(changed({ title: " Брат ", year: "1997", poster: "http://x", ref: "tmdb:1:ru" })).toEqual({
    film: film("Брат", 1997),
    problems: {},
  });
  expect(changed({ title: "Брат" }).film).toEqual(film("Брат"));
  expect(changed({ year: "1500" })).toEqual({
    film: null,
    problems: { title: ["title-blank"], year: ["year-out-of-range"] },
  });
});

test.each([
  [" Слишком  страшно ", "Слишком страшно", null],
  ["ё".repeat(200), "ё".repeat(200), null],
  ["ё".repeat(201), "", "reason-too-long"],
  [" \u200b ", "", "reason-blank"],
  [null, "", "reason-blank"],
])("why a film goes: %j", (text, word, problem) => {
  expect(readWord(text)).toEqual({ word, problem });
});

test.each([
  [" Аня ", "Аня"],
  ["я".repeat(40), "я".repeat(40)],
  ["я".repeat(41), null],
  [null, ""],
])("the first name %j is %j", (text, name) => expect(readFirstName(text)).toBe(name));

test("a form is one of ours or none", () => {
  expect(readHatForm("veto")).toBe("veto");
  expect(readHatForm("steal")).toBeNull();
  expect(readHatForm(null)).toBeNull();
});

test.each([
  ["0b8e1b6a-5c0d-4d6e-9a53-0a4a3c1f2b77", true],
  ["0B8E1B6A-5C0D-4D6E-9A53-0A4A3C1F2B77", false],
  ["0b8e1b6a-5c0d-4d6e-9a53-0a4a3c1f2b77x", false],
  ["23456789ab", false],
  ["", false],
  [null, false],
])("%j can be the id of a film in a hat: %s", (text, can) => {
  expect(readFilmId(text)).toBe(can ? text : "");
});
