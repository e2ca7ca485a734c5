import { describe, expect, test } from "vitest";
import { LIST_MAX } from "#app/domain/lottery/composer.ts";
import { lotteryInput, readWay } from "#app/domain/lottery/lottery-input.ts";
import { movieEdit } from "#app/domain/film/movie-edit.ts";
import { movieInput } from "#app/domain/film/movie-input.ts";

const SUBMIT_KEY = "0b8e1b6a-5c0d-4d6e-9a53-0a4a3c1f2b77";
// Made anew by each test, so that what making it does is tried as well.
const form = () => lotteryInput({ thisYear: 2026 });
const posted = (fields: object) => ({ submitKey: SUBMIT_KEY, ...fields });

const several = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ title: `Ёлки ${index + 1}` }));

/** The problems of a form by field: `{ "entries.1.title": ["title-blank"] }`. */
function problemsOf(fields: object, schema: Pick<ReturnType<typeof form>, "safeParse"> = form()) {
  const problems: Record<string, string[]> = {};
  for (const issue of schema.safeParse(posted(fields)).error?.issues ?? []) {
    (problems[issue.path.join(".")] ??= []).push(issue.message);
  }
  return problems;
}

test("a good form comes out tidy", () => {
  const result = form().parse(
    posted({
      name: "  Пятница,\u0000 вечер ",
      entries: [
        { title: " Сталкер ", year: "1979", poster: "https://example.org/stalker.jpg" },
        { title: "Her", year: "", poster: "" },
      ],
    }),
  );
  expect(result).toMatchObject({
    submitKey: SUBMIT_KEY,
    name: "Пятница, вечер",
    entries: [
      { title: "Сталкер", year: 1979, poster: "https://example.org/stalker.jpg" },
      { title: "Her", year: null, poster: null },
    ],
  });
});

test("fields that a browser leaves out are empty ones", () => {
  expect(form().parse(posted({ entries: [{ title: "Брат" }, { title: "Брат 2" }] }))).toMatchObject({
    name: null,
    entries: [{ title: "Брат", year: null, poster: null }, { title: "Брат 2" }],
  });
});

test("everything that is wrong is said at once, beside its field", () => {
  const problems = problemsOf({
    name: "К".repeat(101),
    title: "",
    year: "abc",
    several: Array.from({ length: 101 }, (_, n) => `Film ${n}`).join("\n"),
    entries: [
      { title: " \u200b ", year: "abc", poster: "http://example.org/a.jpg" },
      { title: "🎬".repeat(201), year: "1500" },
      { title: "Solaris", year: "2999" },
      { title: "Солярис", year: "1972", poster: "javascript:alert(1)" },
      { title: "солярис", year: "1972" },
    ],
  });
  expect(problems).toEqual({
    name: ["name-too-long"],
    title: ["title-blank"],
    year: ["year-not-a-number"],
    several: ["several-too-many"],
    "entries.0.title": ["title-blank"],
    "entries.0.year": ["year-not-a-number"],
    "entries.0.poster": ["poster-not-https"],
    "entries.1.title": ["title-too-long"],
    "entries.1.year": ["year-out-of-range"],
    "entries.2.year": ["year-out-of-range"],
    "entries.3.poster": ["poster-not-https"],
    "entries.4.title": ["title-repeated"],
  });
});

describe("how many entries", () => {
  test.each([
    [0, ["too-few-entries"]],
    [1, ["too-few-entries"]],
    [2, undefined],
    [25, undefined],
    [26, ["too-many-entries"]],
  ])("%i", (count, problems) => {
    expect(problemsOf({ entries: several(count) }).entries).toEqual(problems);
  });

  test("is said together with what is wrong in an entry", () => {
    expect(problemsOf({ entries: [{ title: "", year: "1500", poster: "ftp://example.org" }] })).toEqual({
      entries: ["too-few-entries"],
      "entries.0.title": ["title-blank"],
      "entries.0.year": ["year-out-of-range"],
      "entries.0.poster": ["poster-not-https"],
    });
  });
});

test("Solaris of 1972 and of 2002 are two films; the same year or none twice is one", () => {
  const twice = (one: string, other: string) =>
    problemsOf({
      entries: [
        { title: "Solaris", year: one },
        { title: "SOLARIS!", year: other },
      ],
    });
  expect(twice("1972", "2002")).toEqual({});
  expect(twice("1972", "")).toEqual({});
  expect(twice("1972", "1972")).toEqual({ "entries.1.title": ["title-repeated"] });
  expect(twice("", "")).toEqual({ "entries.1.title": ["title-repeated"] });
});

describe("poster address", () => {
  const posterProblems = (poster: string) =>
    problemsOf({ entries: [{ title: "Брат", poster }, { title: "Брат 2" }] })["entries.0.poster"];

  test.each([
    "",
    "https://example.org/%D0%B0.jpg?size=2#x",
    "HTTPS://EXAMPLE.ORG/a.jpg",
    " https://example.org/ ",
  ])("%j is good", (poster) => expect(posterProblems(poster)).toBeUndefined());

  test.each([
    "http://example.org/a.jpg",
    "https://user:secret@example.org/a.jpg",
    "https://user@example.org/a.jpg",
    "https://:secret@example.org/a.jpg",
    "javascript:alert(1)",
    "data:image/png;base64,AAAA",
    "//example.org/a.jpg",
    "/a.jpg",
    "a poster",
  ])("%j is not", (poster) => expect(posterProblems(poster)).toEqual(["poster-not-https"]));

  test("has a longest", () => {
    const long = (length: number) => "https://example.org/".padEnd(length, "a");
    expect(posterProblems(long(2_000))).toBeUndefined();
    expect(posterProblems(long(2_001))).toEqual(["poster-too-long"]);
    // Counted as an address is sent, where such a letter takes two places at least.
    expect(posterProblems(`https://example.org/${"🎬".repeat(1_000)}`)).toEqual(["poster-too-long"]);
  });
});

test("lengths are counted in code points", () => {
  const entries = [{ title: "🎬".repeat(200) }, { title: "Брат" }];
  expect(problemsOf({ name: "🍿".repeat(100), entries })).toEqual({});
  expect(problemsOf({ name: "🍿".repeat(101), entries })).toEqual({ name: ["name-too-long"] });
});

test("500 entries are refused quickly enough not to keep others waiting", () => {
  const entries = several(500);
  expect(problemsOf({ entries })).toEqual({ entries: ["too-many-entries"] });
});

test("asking to add a blank line is a problem only when adding", () => {
  const entries = several(2);
  const adding = lotteryInput({ thisYear: 2026, adding: true });
  expect(problemsOf({ entries })).toEqual({});
  expect(problemsOf({ entries }, adding)).toEqual({ title: ["title-blank"] });
  expect(problemsOf({ entries, title: "Брат" }, adding)).toEqual({});
});

test("a forged submit key is refused", () => {
  expect(form().safeParse({ submitKey: "1", entries: several(2) }).success).toBe(false);
});

describe("the library's forms", () => {
  const library = movieInput(2026);

  test("a movie with its note comes out tidy", () => {
    expect(
      library.parse(posted({ title: " Брат ", year: "1997", note: " С Аней\r\n\r\nв пятницу\u0000 " })),
    ).toEqual({
      submitKey: SUBMIT_KEY,
      title: "Брат",
      year: 1997,
      poster: null,
      ref: null,
      note: "С Аней\n\nв пятницу",
    });
  });

  test("every field says its own problem", () => {
    const result = library.safeParse(
      posted({ title: "", year: "1500", poster: "http://example.org", note: "н".repeat(1_001) }),
    );
    expect(result.error?.issues.map(({ path, message }) => [path.join("."), message])).toEqual([
      ["title", "title-blank"],
      ["year", "year-out-of-range"],
      ["poster", "poster-not-https"],
      ["note", "note-too-long"],
    ]);
  });

  test("a note may be 1,000 characters long, and empty", () => {
    expect(movieEdit({ now: 0 }).parse({ note: "🎬".repeat(1_000) }).note).toBe("🎬".repeat(1_000));
    expect(movieEdit({ now: 0 }).parse({}).note).toBe("");
    expect(movieEdit({ now: 0 }).safeParse({ note: "🎬".repeat(1_001) }).success).toBe(false);
  });
});

test("what is being typed has to fit into the list with what is there", () => {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => `Film ${index}`).join("\n");
  expect(problemsOf({ entries: several(LIST_MAX - 2), several: lines(2) })).not.toHaveProperty("several");
  expect(problemsOf({ entries: several(LIST_MAX - 2), several: lines(3) })).toMatchObject({
    several: ["list-full"],
  });
});

test("a form without any film says so, and nothing else", () => {
  expect(problemsOf({})).toEqual({ entries: ["too-few-entries"] });
});

test("where friends bring the films, the host need not name any", () => {
  const collecting = lotteryInput({ thisYear: 2026, way: "collect" });
  expect(problemsOf({}, collecting)).toEqual({});
  expect(problemsOf({ entries: several(26) }, collecting)).toEqual({ entries: ["too-many-entries"] });
  expect(problemsOf({}, lotteryInput({ thisYear: 2026, way: "vote" }))).toEqual({
    entries: ["too-few-entries"],
  });
});

test("until when friends may bring films has to make sense, and nobody asks for it elsewhere", () => {
  const rules = { date: "2020-01-01", time: "25:00" };
  const now = Date.UTC(2026, 10, 28);
  expect(problemsOf(rules, lotteryInput({ thisYear: 2026, way: "collect", now }))).toEqual({
    date: ["date-past"],
    time: ["time-unreal"],
  });
  expect(problemsOf({ ...rules, entries: several(2) }, lotteryInput({ thisYear: 2026, now }))).toEqual({});
});

test("a form that names no way, as those of the release before, is for a draw", () => {
  expect(readWay("vote")).toBe("vote");
  expect(readWay("collect")).toBe("collect");
  expect(readWay("toss")).toBe("draw");
  expect(readWay(null)).toBe("draw");
});
