import { describe, expect, test } from "vitest";
import { movieEdit } from "#app/domain/film/movie-edit.ts";

const NOW = Date.UTC(2026, 10, 28, 12);
const read = (fields: Record<string, unknown>) => movieEdit({ now: NOW }).safeParse(fields);
const problemsOf = (fields: Record<string, unknown>) =>
  (read(fields).error?.issues ?? []).map(({ path, message }) => [path[0], message]);

test("what a club says of a film is tidied", () => {
  const fields = {
    badge: ["watched", "favourite", "nothing-of-ours"],
    tags: " С Аней , на  двоих;с аней,, ",
    note: " не на ночь \r\n",
    ownRating: "9",
    watchedOn: "2026-11-28",
    runtime: " 142 ",
    genres: "Драма\nКомедия",
    countries: "СССР",
  };
  expect(read(fields).data).toEqual({
    badges: ["favourite", "watched"],
    tags: ["с аней", "на двоих"],
    note: "не на ночь",
    ownRating: 9,
    watchedOn: "2026-11-28",
    runtime: 142,
    genres: ["драма", "комедия"],
    countries: ["СССР"],
  });
});

test("everything may be left open, and one badge comes as a text", () => {
  expect(read({}).data).toMatchObject({ badges: [], tags: [], note: "", ownRating: null, watchedOn: null });
  expect(read({ badge: "top" }).data).toMatchObject({ badges: ["top"] });
});

test("whoever names the day has watched it", () => {
  expect(read({ watchedOn: "1999-12-31", badge: "top" }).data?.badges).toEqual(["top", "watched"]);
});

describe("problems", () => {
  test("all are said at once", () => {
    const fields = {
      tags: "т".repeat(41),
      note: "н".repeat(1_001),
      ownRating: "11",
      watchedOn: "2026-11-31",
      runtime: "two hours",
      genres: Array.from({ length: 21 }, (_, index) => `жанр ${index}`).join(","),
    };
    expect(problemsOf(fields)).toEqual([
      ["tags", "label-too-long"],
      ["note", "note-too-long"],
      ["ownRating", "own-rating-unreal"],
      ["watchedOn", "date-unreal"],
      ["runtime", "runtime-unreal"],
      ["genres", "labels-too-many"],
    ]);
  });

  test("what is at its edge is none", () => {
    const words = Array.from({ length: 20 }, (_, index) => `слово ${index}`).join(",");
    for (const ownRating of ["1", "10"]) expect(problemsOf({ ownRating })).toEqual([]);
    expect(problemsOf({ runtime: `142${" ".repeat(500)}x` })).toEqual([]);
    expect(problemsOf({ tags: words, genres: words, countries: words, runtime: "20000" })).toEqual([]);
  });

  test("tomorrow is no problem at midnight either", () => {
    const midnight = movieEdit({ now: Date.UTC(2026, 10, 28) });
    expect(midnight.safeParse({ watchedOn: "2026-11-29" }).success).toBe(true);
    expect(midnight.safeParse({ watchedOn: "2026-11-30" }).success).toBe(false);
  });

  test.each([
    ["2026-11-29", null],
    ["1895-12-28", null],
    ["2026-11-30", "date-to-come"],
    ["1894-12-31", "date-unreal"],
    ["28.11.2026", "date-unreal"],
  ])("a day that is %s: %s", (watchedOn, problem) =>
    expect(problemsOf({ watchedOn })).toEqual(problem === null ? [] : [["watchedOn", problem]]),
  );
});
