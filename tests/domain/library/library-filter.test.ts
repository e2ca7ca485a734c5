import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  filterCount,
  filterQuery,
  longestRuntime,
  readFilter,
  SORTS,
} from "#app/domain/library/library-filter.ts";
import { formatPlace, readPlace } from "#app/domain/library/library-place.ts";
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

test("years count in whatever order they are given, and one is enough", () => {
  expect(read("from=1999&to=1970").filter).toMatchObject({ yearFrom: 1970, yearTo: 1999 });
  expect(read("from=1970&to=1999").filter).toMatchObject({ yearFrom: 1970, yearTo: 1999 });
  expect(read("from=1990").filter).toMatchObject({ yearFrom: 1990, yearTo: null });
  expect(read("to=1990").filter).toMatchObject({ yearFrom: null, yearTo: 1990 });
});

test("films may be watched, not watched, or either", () => {
  expect(read("watched=yes").filter.watched).toBe(true);
  expect(read("watched=no").filter.watched).toBe(false);
  expect(read("").filter.watched).toBeNull();
});

test.each(["rating=1", "rating=10", "runtime=1", "runtime=20000", "skip=1", "skip=100"])(
  "%s is at its edge and counts",
  (query) => {
    const { filter, ignored } = read(query);
    expect([filterQuery(filter).toString(), ignored]).toEqual([query, []]);
  },
);

test("a text is looked at as far as 2,000 letters, and as many fields of one name", () => {
  const long = ` ${" ".repeat(2_000)}x`;
  expect(read(`${new URLSearchParams({ sort: `title${long}` })}`).filter.sort).toBe("title");
  const evening = new URLSearchParams({ start: "20:00", end: `${" ".repeat(2_000)}22:00` });
  expect(read(evening.toString()).filter.evening).toBeNull();
  expect(read(`${"tag=&".repeat(1_999)}tag=зимой`).filter.tags).toEqual(["зимой"]);
  expect(read(`${"tag=&".repeat(2_000)}tag=зимой`).filter.tags).toEqual([]);
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
  expect(longestRuntime(read("start=22:30&end=1:15").filter)).toBe(165);
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
