import { describe, expect, test } from "vitest";
import { collectEntries, composerProblems, LIST_MAX, SEVERAL_MAX } from "#app/domain/lottery/composer.ts";

const THIS_YEAR = 2026;
/** A list with room for all that may come. */
const WIDE = { thisYear: THIS_YEAR, room: LIST_MAX };
const blank = { title: "", year: "", several: "" };
const entry = (title: string, year = "") => ({ title, year, poster: "", ref: "" });

describe("collectEntries", () => {
  test("a good line moves into the list", () => {
    expect(collectEntries({ ...blank, title: " Сталкер ", year: " 1979" }, WIDE)).toEqual({
      collected: [entry("Сталкер", "1979")],
      left: blank,
    });
  });

  test("a year in the title counts when no other was given", () => {
    const title = "Fight Club (1999)";
    expect(collectEntries({ ...blank, title }, WIDE).collected).toEqual([entry("Fight Club", "1999")]);
    expect(collectEntries({ ...blank, title, year: "2000" }, WIDE).collected).toEqual([
      entry("Fight Club (1999)", "2000"),
    ]);
    expect(collectEntries({ ...blank, title: "Blade Runner (2049)" }, WIDE).collected).toEqual([
      entry("Blade Runner (2049)"),
    ]);
  });

  test("a pasted list follows the single line", () => {
    const composer = { title: "Her", year: "", several: "- Брат (1997)\n- Брат 2 (2000)" };
    expect(collectEntries(composer, WIDE)).toEqual({
      collected: [entry("Her"), entry("Брат", "1997"), entry("Брат 2", "2000")],
      left: blank,
    });
  });

  test.each([
    { ...blank, title: "Сталкер", year: "abc" },
    { ...blank, title: "Сталкер", year: "1500" },
    { ...blank, title: "Ё".repeat(201) },
    { ...blank, year: "1979" },
    { ...blank, several: "Брат\n".repeat(SEVERAL_MAX + 1) },
  ])("what is wrong stays as it was typed: %j", (composer) => {
    expect(collectEntries(composer, WIDE)).toEqual({ collected: [], left: composer });
  });

  test("one of the two moves when only the other is wrong", () => {
    const wrongLine = { title: "Сталкер", year: "abc", several: "Брат" };
    expect(collectEntries(wrongLine, WIDE)).toEqual({
      collected: [entry("Брат")],
      left: { ...wrongLine, several: "" },
    });
    const longList = { title: "Сталкер", year: "", several: "Брат\n".repeat(SEVERAL_MAX + 1) };
    expect(collectEntries(longList, WIDE)).toEqual({
      collected: [entry("Сталкер")],
      left: { ...longList, title: "" },
    });
  });

  test("a list as long as may be moves whole", () => {
    const several = "Брат\n".repeat(SEVERAL_MAX);
    expect(collectEntries({ ...blank, several }, WIDE).collected).toHaveLength(SEVERAL_MAX);
  });
});

describe("a list with little room", () => {
  const full = { title: "Брат", year: "1997", several: "Ran\nJaws" };
  const left = (room: number) => collectEntries(full, { thisYear: THIS_YEAR, room }).left;

  test("takes the line before the pasted list, and the list whole or not at all", () => {
    expect(left(3)).toEqual(blank);
    expect(left(2)).toEqual({ ...blank, several: full.several });
    expect(left(1)).toEqual({ ...blank, several: full.several });
    expect(left(0)).toEqual(full);
    expect(left(-5), "a list that is too long already").toEqual(full);
  });

  test("says so beside what stays behind", () => {
    const problems = (room: number) => composerProblems(full, { thisYear: THIS_YEAR, room, adding: false });
    expect(problems(0)).toEqual({ title: "list-full", several: "list-full" });
    expect(problems(1)).toEqual({ several: "list-full" });
    expect(problems(2)).toEqual({});
  });
});

describe("composerProblems", () => {
  const problems = (composer: object, adding = false) =>
    composerProblems({ ...blank, ...composer }, { ...WIDE, adding });

  test("a blank composer is fine unless something was to be added", () => {
    expect(problems({})).toEqual({});
    expect(problems({ title: " \u200b" })).toEqual({});
    expect(problems({}, true)).toEqual({ title: "title-blank" });
  });

  test("each field has its own problem", () => {
    expect(problems({ year: "abc" })).toEqual({ title: "title-blank", year: "year-not-a-number" });
    expect(problems({ title: "Ё".repeat(201), year: "2999" })).toEqual({
      title: "title-too-long",
      year: "year-out-of-range",
    });
    expect(problems({ several: "Брат\n".repeat(SEVERAL_MAX + 1) })).toEqual({ several: "several-too-many" });
  });

  test("has a problem for exactly what collectEntries leaves behind", () => {
    for (const composer of [
      { ...blank, title: "Брат", year: "1997" },
      { ...blank, title: "Брат", year: "97" },
      { ...blank, year: "1997" },
      { ...blank, several: "Брат" },
      { ...blank, several: "Брат\n".repeat(SEVERAL_MAX + 1) },
    ]) {
      const { left } = collectEntries(composer, WIDE);
      const isLeft = Object.values(left).some(Boolean);
      expect(Object.keys(problems(composer)).length > 0).toBe(isLeft);
    }
  });
});

test("a title or a year that was typed is looked at, also when nobody asked to add it", () => {
  const typed = (fields: Partial<typeof blank>) =>
    composerProblems({ ...blank, ...fields }, { ...WIDE, adding: false });
  expect(typed({})).toEqual({});
  expect(typed({ title: "a".repeat(201) })).toEqual({ title: "title-too-long" });
  expect(typed({ year: "1979" })).toEqual({ title: "title-blank" });
  const lines = (count: number) => Array.from({ length: count }, (_, index) => `Film ${index}`).join("\n");
  expect(typed({ several: lines(SEVERAL_MAX) })).toEqual({});
  expect(typed({ several: lines(SEVERAL_MAX + 1) })).toEqual({ several: "several-too-many" });
});
