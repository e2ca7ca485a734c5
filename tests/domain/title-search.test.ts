import { expect, test } from "vitest";
import { titleRank } from "#app/domain/title-search.ts";

test("a title that begins so comes before one that has it inside", () => {
  const titles = ["unsolaris", "the solaris", "solarisation", "solaris station", "solaris"];
  const sorted = titles.toSorted((one, other) => titleRank(one, "solaris")! - titleRank(other, "solaris")!);
  expect(sorted).toEqual(["solaris", "solaris station", "solarisation", "the solaris", "unsolaris"]);
});

test.each([
  ["once upon a time in america", "time america", true],
  ["once upon a time in america", "america wolf", false],
  ["alien", "li", false],
  ["alien", "lie", true],
  ["alien", "", false],
])("“%s” for “%s”: %s", (key, typed, found) => expect(titleRank(key, typed) !== null).toBe(found));
