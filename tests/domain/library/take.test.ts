import { describe, expect, test } from "vitest";
import { readTake, readTaken, TAKE_COUNTS, TAKE_USUAL } from "#app/domain/library/take.ts";

test("as many films can be taken at random as a lottery may hold", () => {
  expect([TAKE_COUNTS[0], TAKE_COUNTS.at(-1), TAKE_COUNTS.length]).toEqual([2, 25, 24]);
});

describe("an address says", () => {
  const read = (query: string) => readTake(new URLSearchParams(query));

  test("how many films are taken, and what chance starts from", () => {
    expect(read("take=7&seed=23456789ab")).toEqual({ count: 7, seed: "23456789ab", ignored: false });
    expect(read("take=+25+").count).toBe(25);
    expect(read("")).toEqual({ count: TAKE_USUAL, seed: null, ignored: false });
    expect(read("take=+&seed=none").seed).toBeNull();
    expect(read("take=+").ignored).toBe(false);
  });

  test.each(["1", "26", "0", "-5", "5.5", "many", "1e1"])(
    "with %s films nothing that makes sense",
    (count) => {
      expect(read(`take=${count}`)).toEqual({ count: TAKE_USUAL, seed: null, ignored: true });
    },
  );
});

describe("a lottery of the films that were taken", () => {
  const KEY = "0b8e1b6a-5c0d-4d6e-9a53-0a4a3c1f2b77";
  const read = (query: string) => readTaken(new URLSearchParams(query));

  test("is made of two at least, each once, in their order", () => {
    expect(read(`movie=cccccccccc&movie=bbbbbbbbbb&movie=x&movie=cccccccccc&submitKey=${KEY}`)).toEqual({
      movieIds: ["cccccccccc", "bbbbbbbbbb"],
      submitKey: KEY,
    });
    expect(read(`movie=cccccccccc&movie=cccccccccc&submitKey=${KEY}`)).toBeNull();
  });

  test("is not made without a key that tells one press from another", () => {
    expect(read("movie=cccccccccc&movie=bbbbbbbbbb&submitKey=1")).toBeNull();
    expect(read("movie=cccccccccc&movie=bbbbbbbbbb")).toBeNull();
  });
});
