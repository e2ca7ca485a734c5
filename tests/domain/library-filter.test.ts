import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { filterCount, filterQuery, longestRuntime, readFilter, SORTS } from "#app/domain/library-filter.ts";
import { formatPlace, readPlace } from "#app/domain/library-place.ts";
import { survivingParts, typosBetween, typosIn } from "#app/domain/typos.ts";
import { nastyText } from "#tests/support/nasty-texts.ts";

const read = (query: string) => readFilter(new URLSearchParams(query), { thisYear: 2026 });

test("an address says the same after it was read and written", () => {
  const query =
    "q=матрица&badge=watched&badge=none&tag=с+аней&genre=драма&genres=all&from=1970&to=1999&runtime=120" +
    "&start=21:00&end=23:00&rating=7&watched=no&won=never&skip=3&sort=title";
  const { filter, ignored } = read(query);
  expect(ignored).toEqual([]);
  expect(filterQuery(filter)).toEqual(new URLSearchParams(query));
  expect(filterCount(filter)).toBe(12);
  expect(
    filterQuery(read("q=&from=&to=&sort=added&rating=&watched=&start=20:15&end=").filter).toString(),
  ).toBe("");
});

test.each([
  ["badge=stars", "badge"],
  [`tag=${"т".repeat(41)}`, "tag"],
  [`genre=${Array.from({ length: 21 }, (_, index) => index).join("&genre=")}`, "genre"],
  ["genres=both", "genre"],
  ["from=0", "year"],
  ["to=next", "year"],
  ["runtime=-5", "runtime"],
  ["runtime=1e9", "runtime"],
  ["start=25:00&end=23:00", "evening"],
  ["end=23:00", "evening"],
  ["start=23:00&end=23:00", "evening"],
  ["rating=11", "rating"],
  ["watched=maybe", "watched"],
  ["won=always", "won"],
  ["skip=0", "skip"],
  ["sort=price", "sort"],
  [`q=${"a".repeat(201)}`, "text"],
])("%s makes no sense, and leaves nothing out", (query, name) => {
  const { filter, ignored } = read(query);
  expect(ignored).toEqual([name]);
  expect(filterCount(filter)).toBe(name === "genre" && query.includes("&genre=") ? 1 : 0);
});

test("no text is too odd for a filter", () => {
  const names = fc.constantFrom(
    "q",
    "badge",
    "tag",
    "from",
    "runtime",
    "start",
    "end",
    "sort",
    "after",
    "rating",
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(names, nastyText), { maxLength: 8 }), (fields) => {
      const params = new URLSearchParams(fields);
      const { filter } = readFilter(params, { thisYear: 2026 });
      expect(readFilter(filterQuery(filter), { thisYear: 2026 })).toEqual({ filter, ignored: [] });
      for (const sort of SORTS) readPlace(params.get("after") ?? "", sort);
    }),
    { seed: 20261128, numRuns: 500 },
  );
});

test("the shorter of two limits counts, and an evening may go on after midnight", () => {
  expect(longestRuntime(read("").filter)).toBeNull();
  expect(longestRuntime(read("runtime=100&start=22:00&end=1:00").filter)).toBe(100);
  expect(longestRuntime(read("runtime=200&start=22:00&end=1:00").filter)).toBe(180);
});

describe("the place of a link", () => {
  test.each([
    ["added", "1764288000000"],
    ["title", "ёлки.2 \n elki"],
    ["year", "0"],
    ["rating", "8.7"],
    ["won", "n1764288000000"],
  ] as const)("in the order of %s is read as it was written", (sort, at) => {
    const place = { id: "2abc", at };
    expect(readPlace(formatPlace(place), sort)).toEqual(place);
  });

  test.each(["", "2abc", "2abc.", "2abc.x", ".1", "2ABC.1", "2abc.1764288000000000000"])(
    "“%s” is none",
    (text) => expect(readPlace(text, "added")).toBeNull(),
  );
});

describe("typing mistakes", () => {
  test.each([
    ["матрца", "матрица", 1],
    ["мартица", "матрица", 1],
    ["шрек", "шрэк", 1],
    ["ран", "рэн", null],
    ["зеркало", "матрица", null],
    ["тирминатар", "терминатор 2", 2],
    ["терм", "терминатор", 0],
  ])("“%s” for “%s”: %s", (typed, key, typos) => expect(typosBetween(typed, key)).toBe(typos));

  const letters = fc.string({ unit: fc.constantFrom("а", "б", "в", "г"), minLength: 4, maxLength: 12 });
  test("whatever one is made, a part of the word survives it", () => {
    const change = fc.tuple(fc.nat({ max: 30 }), fc.constantFrom("swap", "drop", "add", "replace"));
    fc.assert(
      fc.property(letters, change, (word, [place, kind]) => {
        const at = place % word.length;
        const [head, one, two, tail] = [word.slice(0, at), word[at]!, word[at + 1] ?? "", word.slice(at + 2)];
        const typed = {
          swap: head + two + one + tail,
          drop: head + two + tail,
          add: `${head}д${one}${two}${tail}`,
          replace: `${head}д${two}${tail}`,
        }[kind];
        // Whoever types a letter less may come below the length from which mistakes are looked for.
        fc.pre(typosIn(typed) > 0 && (kind !== "swap" || typed.length > 5));
        const whole = ` ${word} `;
        const is = (part: string) => whole.includes(part.replace(/^\^/, " ").replace(/\$$/, " "));
        expect(survivingParts(typed).some((parts) => parts.every(is))).toBe(true);
        expect(typosBetween(typed, word)).not.toBeNull();
      }),
      { seed: 20261128, numRuns: 2_000 },
    );
  });
});
