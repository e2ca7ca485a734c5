import { describe, expect, test } from "vitest";
import { methodOf, tickedIn } from "#app/domain/poll/ballot.ts";
import { pollFilmsIn, pollTerms } from "#app/domain/poll/poll-input.ts";
import { readOutcome } from "#app/domain/poll/poll-outcome.ts";
import { isPollId, POLL_HOURS } from "#app/domain/poll/poll.ts";

describe("what a host decides about a poll", () => {
  const read = (fields: object) => pollTerms().safeParse({ method: "one", ...fields });

  test("is a name, a method, how long it lasts and whether all see the votes", () => {
    expect(read({ name: " Пятница,  вечер ", method: "ranked", hours: "72", open: "on" }).data).toEqual({
      name: "Пятница, вечер",
      method: "ranked",
      hours: 72,
      open: true,
    });
    expect(read({ name: " \u200b ", hours: "" }).data).toEqual({
      name: null,
      method: "one",
      hours: null,
      open: false,
    });
    expect(read({}).data).toEqual({ name: null, method: "one", hours: null, open: false });
    expect(read({ open: "off" }).data?.open).toBe(false);
  });

  test("has a longest name, and says so", () => {
    expect(read({ name: "🍿".repeat(100) }).data?.name).toBe("🍿".repeat(100));
    expect(read({ name: "🍿".repeat(101) }).error?.issues).toMatchObject([
      { path: ["name"], message: "name-too-long" },
    ]);
  });

  test("is one of the choices that the page gives", () => {
    for (const hours of POLL_HOURS) expect(read({ hours: String(hours) }).data?.hours).toBe(hours);
    for (const hours of ["2", "0", "-1", "1.5", "for ever"]) expect(read({ hours }).success).toBe(false);
    expect(read({ method: "loudest" }).success).toBe(false);
  });
});

describe("the films of a poll come", () => {
  const films = (query: string) => pollFilmsIn(new URLSearchParams(query));

  test("from a lottery", () => {
    expect(films("lottery=23456789ab&movie=cccccccccc")).toEqual({
      from: "lottery",
      lotteryId: "23456789ab",
    });
    expect(films("lottery=abc123")).toEqual({ from: "lottery", lotteryId: "abc123" });
    expect(films("lottery=../etc")).toBeNull();
  });

  test("or from the library, each once, in an order that is the same for the same films", () => {
    expect(films("movie=cccccccccc&movie=bbbbbbbbbb&movie=x&movie=cccccccccc")).toEqual({
      from: "library",
      movieIds: ["bbbbbbbbbb", "cccccccccc"],
    });
    expect(films("lottery=")).toEqual({ from: "library", movieIds: [] });
  });
});

test.each([
  ["23456789ab", true],
  ["abcd0123", true],
  ["abcd012", false],
  ["abcd01234", false],
  ["ABCD0123", false],
  ["", false],
  [undefined, false],
])("%j can be the id of a poll, from here or from the app before: %s", (text, can) => {
  expect(isPollId(text)).toBe(can);
});

test("a ballot's form says which method it was made for", () => {
  expect(methodOf(new URLSearchParams("method=approval"))).toBe("approval");
  expect(methodOf(new URLSearchParams("method=loudest"))).toBeNull();
  expect(methodOf(new URLSearchParams())).toBeNull();
});

test("what was ticked and typed comes back as it was, in the order of films, without what no page sends", () => {
  const form = new URLSearchParams(
    "film=25&film=3&film=1&film=3&film=0&film=26&film=1.5&film=-1&rank[1]=+x+&rank[25]=2&rank[26]=1&rank[2]=",
  );
  expect(tickedIn(form)).toEqual({ films: [1, 3, 25], ranks: { 1: " x ", 25: "2" } });
});

describe("a result that was kept", () => {
  const kept = {
    ballots: 3,
    rounds: [
      {
        votes: [
          { position: 2, votes: 2 },
          { position: 1, votes: 1 },
        ],
        exhausted: 0,
        out: [1],
        lot: { among: [1, 25], drawn: 1 },
      },
      { votes: [{ position: 2, votes: 2 }], exhausted: 1, out: [], lot: null },
    ],
    winner: 2,
    ballotsHash: "ab",
  };

  test("is read as it was", () => {
    expect(readOutcome(kept)).toEqual(kept);
    const nobody = { ballots: 0, rounds: [], winner: null, ballotsHash: "ab" };
    expect(readOutcome(nobody)).toEqual(nobody);
  });

  test.each([
    null,
    {},
    { ...kept, ballots: -1 },
    { ...kept, winner: 0 },
    { ...kept, winner: 26 },
    { ...kept, winner: 1.5 },
    { ...kept, rounds: [{ ...kept.rounds[0], lot: {} }] },
    { ...kept, rounds: [{ ...kept.rounds[0], votes: [{ position: 1 }] }] },
    { ...kept, rounds: [{}] },
  ])("%j is none", (other) => expect(readOutcome(other)).toBeNull());
});
