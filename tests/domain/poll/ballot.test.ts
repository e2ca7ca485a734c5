import { describe, expect, test } from "vitest";
import { ballotsText, pilesIn, readBallot, tickedAs } from "#app/domain/poll/ballot.ts";
import { moved, orderOf, placedAt } from "#app/domain/poll/ranking.ts";
import { METHODS } from "#app/domain/poll/poll-method.ts";

const form = (...fields: [string, string][]) => new URLSearchParams(fields);

describe("a ballot is read", () => {
  test("as one film, or as all that are ticked, each once", () => {
    expect(readBallot(form(["film", "3"]), "one").ballot).toEqual([3]);
    expect(readBallot(form(["film", "3"], ["film", "1"], ["film", "3"]), "approval").ballot).toEqual([1, 3]);
  });

  test("as an order, with gaps between places and white space around them", () => {
    const fields = form(["rank[4]", " 20 "], ["rank[2]", "3"], ["rank[9]", ""], ["rank[7]", " "]);
    expect(readBallot(fields, "ranked").ballot).toEqual([2, 4]);
    const three = form(["rank[1]", "3"], ["rank[2]", "1"], ["rank[3]", "2"]);
    expect(readBallot(three, "ranked").ballot).toEqual([2, 3, 1]);
  });

  test.each([
    ["one", form(), { 0: "ballot-blank" }],
    ["approval", form(["film", "x"], ["film", "26"]), { 0: "ballot-blank" }],
    ["one", form(["film", "1"], ["film", "2"]), { 0: "ballot-too-many" }],
    ["ranked", form(["film", "1"]), { 0: "ranking-blank" }],
    [
      "ranked",
      form(["rank[1]", "0"], ["rank[2]", "-1"], ["rank[3]", "1"]),
      { 1: "rank-unreal", 2: "rank-unreal" },
    ],
    ["ranked", form(["rank[1]", "2"], ["rank[2]", "2"]), { 2: "rank-repeated" }],
    ["ranked", form(["rank[1]", "9".repeat(10_000)]), { 1: "rank-unreal" }],
    ["ranked", form(["rank[1]", "first"], ["rank[2]", "1.5"]), { 1: "rank-unreal", 2: "rank-unreal" }],
  ] as const)("%s: %s is refused", (method, fields, problems) => {
    expect(readBallot(fields, method)).toMatchObject({ ballot: null, problems });
  });

  test("from the form that shows it", () => {
    for (const method of METHODS) {
      const { films, ranks } = tickedAs([2], method);
      const fields = [
        ...films.map((film) => ["film", String(film)]),
        ...Object.entries(ranks).map(([film, place]) => [`rank[${film}]`, place]),
      ];
      expect(readBallot(form(...(fields as [string, string][])), method).ballot).toEqual([2]);
    }
    expect(tickedAs([5, 2], "approval")).toEqual({ films: [5, 2], ranks: {} });
    expect(tickedAs([5, 2], "ranked")).toEqual({ films: [], ranks: { 5: "1", 2: "2" } });
  });
});

test("the list of ballots is the same in whatever order they come", () => {
  const ballots = [
    { receipt: "b2", choices: [3, 1] },
    { receipt: "a9", choices: [2] },
  ];
  expect(ballotsText(ballots)).toBe("movie-lottery ballots v1\na9 2\nb2 3,1\n");
  expect(ballotsText(ballots.toReversed())).toBe(ballotsText(ballots));
  const more = [...ballots, { receipt: "c3", choices: [3, 1] }];
  expect(pilesIn(ballotsText(more))).toEqual([
    { choices: [2], count: 1 },
    { choices: [3, 1], count: 2 },
  ]);
  expect(pilesIn(ballotsText([]))).toEqual([]);
});

describe("an order", () => {
  test("is that of the places, if they make one", () => {
    expect(orderOf({ 1: "2", 5: " 1 ", 3: "", 4: " " })).toEqual([5, 1]);
    expect(orderOf({ 1: "2", 5: "2" })).toBeNull();
    for (const place of ["first", "0", "-1", "1.5"]) expect(orderOf({ 1: place })).toBeNull();
    expect(orderOf({})).toEqual([]);
  });

  test("changes by a film that is moved, put somewhere, or comes in", () => {
    expect(moved([1, 2, 3], 3, -1)).toEqual([1, 3, 2]);
    expect(moved([1, 2, 3], 1, -1)).toEqual([1, 2, 3]);
    expect(moved([1, 2, 3], 1, 1)).toEqual([2, 1, 3]);
    expect(moved([1, 2], 7, 1)).toEqual([1, 2, 7]);
    expect(placedAt([1, 2, 3], 3, 0)).toEqual([3, 1, 2]);
    expect(placedAt([1, 2], 7, 99)).toEqual([1, 2, 7]);
  });
});
