import { expect, test } from "vitest";
import { searchKey, titleRank } from "#app/domain/film/title-search.ts";

test("a title that begins so comes before one that has it inside", () => {
  const titles = ["unsolaris", "the solaris", "solarisation", "solaris station", "solaris"];
  const sorted = titles.toSorted((one, other) => titleRank(one, "solaris")! - titleRank(other, "solaris")!);
  expect(sorted).toEqual(["solaris", "solaris station", "solarisation", "the solaris", "unsolaris"]);
});

test.each([
  ["once upon a time in america", "time america", true],
  ["once upon a time in america", "america wolf", false],
  ["once upon a time in america", "ti am", true],
  ["alien", "li", false],
  ["alien", "lie", true],
  ["alien", "", false],
])("“%s” for “%s”: %s", (key, typed, found) => expect(titleRank(key, typed) !== null).toBe(found));

test.each([
  ["Ёлки!", null, "елки"],
  ["Амели", "Le Fabuleux Destin d’Amélie Poulain", "амели \n le fabuleux destin d amelie poulain"],
  ["Amélie", "AMELIE", "amelie"],
  ["Ὀδύσσεια", null, "οδυσσεια"],
  ["Война и мир", "", "война и мир"],
  ["हिन्दी", null, "हिन्दी"],
  ["!!!", null, "!!!"],
])("“%s” of “%s” is looked for as “%s”", (title, originalTitle, key) =>
  expect(searchKey({ title, originalTitle })).toBe(key),
);
