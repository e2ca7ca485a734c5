import { describe, expect, test } from "vitest";
import { uniformIndex } from "#app/domain/draw.ts";
import { ENTRIES_MAX, ENTRIES_MIN } from "#app/domain/lottery.ts";

const LAST = 2n ** 64n - 1n;
const counts = Array.from({ length: ENTRIES_MAX - ENTRIES_MIN + 1 }, (_, index) => ENTRIES_MIN + index);

/** Yields these numbers, and fails when asked for more. */
function yielding(...numbers: bigint[]): () => bigint {
  return () => {
    const next = numbers.shift();
    if (next === undefined) throw new Error("asked for more numbers than expected");
    return next;
  };
}

/** SplitMix64 (Steele, Lea & Flood 2014): a fixed sequence of well-spread 64-bit numbers. */
function splitMix64(seed: bigint): () => bigint {
  let state = seed;
  return () => {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let mixed = state;
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n);
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn);
    return mixed ^ (mixed >> 31n);
  };
}

describe("numbers that would favour the first entries are thrown away", () => {
  test.each(counts)("of %i entries", (count) => {
    const size = BigInt(count);
    const firstUnfair = 2n ** 64n - (2n ** 64n % size);
    expect(uniformIndex(count, yielding(firstUnfair - 1n))).toBe(count - 1);
    expect(uniformIndex(count, yielding(0n))).toBe(0);
    const unfair = [firstUnfair, LAST].filter((number) => number >= firstUnfair && number <= LAST);
    // A power of two divides the range: no number is unfair.
    expect(unfair).toHaveLength(Number.isInteger(Math.log2(count)) ? 0 : 2);
    expect(uniformIndex(count, yielding(...unfair, 1n))).toBe(1);
  });
});

test("every entry can win, in every size of lottery", () => {
  for (const count of counts) {
    const winners = Array.from({ length: count }, (_, index) => uniformIndex(count, yielding(BigInt(index))));
    expect(winners).toEqual(Array.from({ length: count }, (_, index) => index));
  }
});

test.each([2, 3, 7, 24, 25])("wins are spread evenly over %i entries", (count) => {
  const draws = 20_000;
  const next = splitMix64(20_261_123n);
  const wins = Array.from({ length: count }, () => 0);
  for (let draw = 0; draw < draws; draw++) wins[uniformIndex(count, next)]! += 1;
  const expected = draws / count;
  const chiSquare = wins.reduce((sum, observed) => sum + (observed - expected) ** 2 / expected, 0);
  // Exceeded once in a thousand fair runs (Wilson and Hilferty's approximation); the sequence here is fixed.
  const freedom = count - 1;
  const limit = freedom * (1 - 2 / (9 * freedom) + 3.09 * Math.sqrt(2 / (9 * freedom))) ** 3;
  expect(chiSquare).toBeLessThan(limit);
});

test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("nothing is drawn from %d entries", (count) => {
  expect(() => uniformIndex(count, yielding())).toThrow(RangeError);
});
