import { describe, expect, test } from "vitest";
import { REF_MAX } from "#app/domain/film/found-film.ts";
import { askedText, entryOf } from "#app/domain/film/found-movie.ts";
import { readPick } from "#app/domain/film/found-pick.ts";

test.each([
  [{ title: "Ran", year: "1985" }, "Ran (1985)"],
  [{ title: "Ran", year: "" }, "Ran"],
  [{ title: "", year: "1985" }, ""],
])("of %j is asked for %j", (typed, text) => expect(askedText(typed)).toBe(text));

describe("a film that was found", () => {
  const RAN = {
    ref: "tmdb:11645:ru",
    title: "Ran",
    originalTitle: "乱",
    year: 1985,
    posterUrl: "https://example.org/ran.jpg",
    picture: null,
    runtime: 162,
  };

  test("is an entry of the form, with what is known of it", () => {
    expect(entryOf(RAN)).toEqual({
      title: "Ran",
      year: "1985",
      poster: "https://example.org/ran.jpg",
      ref: "tmdb:11645:ru",
    });
    expect(entryOf({ ...RAN, year: null, posterUrl: null })).toMatchObject({ year: "", poster: "" });
  });

  test("is picked by a button that carries that entry", () => {
    expect(readPick(JSON.stringify(entryOf(RAN)))).toEqual(entryOf(RAN));
  });

  test("is picked without a ref by a button of the release before", () => {
    const before = { title: "Ran", year: "1985", poster: "" };
    expect(readPick(JSON.stringify(before))).toEqual({ ...before, ref: "" });
  });

  test.each([
    "",
    "{",
    "null",
    "[]",
    '{"title":1}',
    JSON.stringify({ ...entryOf(RAN), ref: "1".repeat(REF_MAX + 1) }),
  ])("is picked by no button that carries %j", (text) => expect(readPick(text)).toBeNull());
});
