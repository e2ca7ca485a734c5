import { describe, expect, test } from "vitest";
import { watchedEntry } from "#app/domain/library/watched-entry.ts";
import { watchedInput } from "#app/domain/library/watched-input.ts";

describe("the film of an evening that was watched", () => {
  const about = (kind: string, id: string, entry: string) => watchedEntry({ kind, id, entry });

  test("is an entry of a lottery or of a poll, from here or from the app before", () => {
    expect(about("lottery", "23456789ab", "25")).toEqual({
      kind: "lottery",
      id: "23456789ab",
      entry: 25,
    });
    expect(about("lottery", "abc123", "1")).not.toBeNull();
    expect(about("poll", "23456789ab", "1")).not.toBeNull();
    expect(about("poll", "abcd0123", "1")).not.toBeNull();
  });

  test.each([
    ["lottery", "abcd0123", "1"],
    ["poll", "abc123", "1"],
    ["club", "23456789ab", "1"],
    ["lottery", "../etc", "1"],
    ["lottery", "23456789ab", "0"],
    ["lottery", "23456789ab", "26"],
    ["lottery", "23456789ab", "1.5"],
    ["lottery", "23456789ab", "first"],
  ])("is none of a %s %j at %s", (kind, id, entry) => expect(about(kind, id, entry)).toBeNull());

  test("has a day and a rating, or neither", () => {
    const said = watchedInput({ now: Date.UTC(2026, 10, 28) });
    expect(said.parse({ watchedOn: "2026-11-27", ownRating: "9" })).toEqual({
      watchedOn: "2026-11-27",
      ownRating: 9,
    });
    expect(said.parse({})).toEqual({ watchedOn: null, ownRating: null });
    expect(said.safeParse({ watchedOn: "2027-01-01", ownRating: "11" }).error?.issues).toMatchObject([
      { path: ["ownRating"], message: "own-rating-unreal" },
      { path: ["watchedOn"], message: "date-to-come" },
    ]);
  });
});
