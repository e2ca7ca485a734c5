import { describe, expect, test } from "vitest";
import { candidatesOf, type Commitment, type Draw, type Entry } from "#app/domain/lottery/lottery.ts";
import { entryAt, obstacleTo, remainsOf, winnerOf } from "#app/domain/draw/remains.ts";

const entry = (position: number, weight = 1): Entry => ({
  position,
  id: `id ${position}`,
  title: `Ёлки ${position}`,
  year: null,
  posterUrl: null,
  weight,
});
const commitment = (changes: Partial<Commitment> = {}): Commitment => ({
  number: 1,
  seedHash: "a",
  listHash: "b",
  intact: true,
  leftOut: [],
  reason: "",
  renewedAt: null,
  ...changes,
});
const draw = (winner: number, bound: Commitment | null = commitment()): Draw => ({
  number: 1,
  winner,
  drawnAt: new Date(0),
  word: "",
  commitment: bound,
  unproven: null,
});
const two = [entry(1), entry(2)];
const three = [...two, entry(4)];

test("those take part that are not left out", () => {
  expect(candidatesOf(three, { leftOut: [] })).toEqual(three);
  expect(candidatesOf(three, { leftOut: [2, 3] })).toEqual([entry(1), entry(4)]);
});

describe("of a lottery's films is left", () => {
  test.each([
    ["all, before anything is drawn", "whole", two, [], commitment()],
    ["all, with two draws", "whole", three, [draw(1), draw(4)], null],
    ["all, where a draw is unproven", "whole", two, [draw(2, null)], null],
    ["nothing", "lost", [], [draw(1)], commitment()],
    ["one film, of two at least", "changed", [entry(1)], [], null],
    [
      "another list than the one published for the next draw",
      "changed",
      two,
      [],
      commitment({ intact: false }),
    ],
    [
      "another list than the one published for the first of two draws",
      "changed",
      two,
      [draw(1, commitment({ intact: false })), draw(2)],
      commitment(),
    ],
    ["a list without the film that was drawn first", "changed", three, [draw(3), draw(1)], null],
  ] as const)("%s", (_, remains, entries, draws, open) => {
    expect(remainsOf({ entries: [...entries], draws: [...draws], open, hat: null })).toBe(remains);
  });
});

test("of one that friends are filling nothing was published, so nothing of it can be lost", () => {
  const filling = { entries: [], draws: [], open: null };
  expect(remainsOf({ ...filling, hat: { closedAt: null } })).toBe("whole");
  expect(remainsOf({ ...filling, hat: { closedAt: 1_000 } })).toBe("lost");
});

describe("a draw", () => {
  test.each([
    ["can be made from two films", null, two, {}],
    ["can be made when two of three take part", null, three, { leftOut: [4] }],
    ["cannot when all films are lost", "lost", [], {}],
    ["cannot when one takes part", "changed", two, { leftOut: [1] }],
    ["cannot from another list than the one published", "changed", two, { intact: false }],
    ["cannot with a film that has no weight", "changed", [...two, entry(3, 0)], {}],
    ["can when that one is left out", null, [...two, entry(3, 0)], { leftOut: [3] }],
  ] as const)("%s", (_, obstacle, entries, changes) => {
    expect(
      obstacleTo(
        commitment({ ...changes, leftOut: [...("leftOut" in changes ? changes.leftOut : [])] }),
        entries,
      ),
    ).toBe(obstacle);
  });
});

test("the film of the last draw is found by its position", () => {
  expect(winnerOf({ entries: three, draw: draw(4) })).toEqual(entry(4));
  expect(winnerOf({ entries: three, draw: draw(3) })).toBeNull();
  expect(winnerOf({ entries: three, draw: null })).toBeNull();
  expect(entryAt(three, 2)).toEqual(entry(2));
  expect(entryAt(three, 3)).toBeNull();
});
