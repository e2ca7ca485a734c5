import { describe, expect, test } from "vitest";
import { isLive, withMessage } from "#app/domain/live.ts";
import type { Commitment, Draw } from "#app/domain/lottery.ts";

const drawnAt = "2026-11-27T20:00:00.000Z";
const commitment = (number: number): Commitment => ({
  number,
  seedHash: "a".repeat(64),
  listHash: "b".repeat(64),
  intact: true,
  leftOut: [],
  reason: "",
  renewedAt: null,
});
const first: Draw = {
  number: 1,
  winner: 3,
  drawnAt: new Date(drawnAt),
  word: "попкорн",
  commitment: commitment(1),
  unproven: null,
};
const undrawn = { id: "abc", draws: [], draw: null, open: commitment(1) };
const drawn = { id: "abc", draws: [first], draw: first, open: null };
const reopened = { ...drawn, open: commitment(2) };

describe("live messages bring a page up to date", () => {
  test("with the draw it waited for, and what that was bound to", () => {
    const { draws, draw, open } = withMessage(undrawn, {
      draw: { number: 1, winner: 3, drawnAt },
      open: null,
    });
    expect(draw).toEqual({ ...first, word: "" });
    expect(draws).toEqual([draw]);
    expect(open).toBeNull();
  });

  test("with the next draw that was opened, and with that one too", () => {
    const opened = withMessage(drawn, { draw: { number: 1, winner: 3, drawnAt }, open: commitment(2) });
    expect(opened).toEqual(reopened);
    const again = withMessage(opened, { draw: { number: 2, winner: 1, drawnAt }, open: null });
    expect(again.draws.map(({ number, winner }) => [number, winner])).toEqual([
      [1, 3],
      [2, 1],
    ]);
    expect(again.open).toBeNull();
  });

  test("with both, when they were missed", () => {
    const seen = withMessage(undrawn, { draw: { number: 1, winner: 3, drawnAt }, open: commitment(2) });
    expect([seen.draw?.number, seen.open?.number]).toEqual([1, 2]);
  });
});

describe("live messages never take a page back", () => {
  test.each([
    ["before the draw", undrawn, { draw: null, open: commitment(1) }, undrawn],
    ["older than the draw", drawn, { draw: null, open: commitment(1) }, drawn],
    ["of the draw it shows", drawn, { draw: { number: 1, winner: 3, drawnAt }, open: null }, drawn],
    ["older than the opening", reopened, { draw: { number: 1, winner: 3, drawnAt }, open: null }, reopened],
  ])("%s", (_, lottery, message, shown) => {
    expect(withMessage(lottery, message)).toBe(lottery);
    expect(lottery).toEqual(shown);
  });
});

test("a page is followed while a draw is to come, and for the evening of one", () => {
  const evening = Date.parse(drawnAt);
  const hours = (number: number) => evening + number * 3_600_000;
  expect(isLive(undrawn, hours(1_000))).toBe(true);
  expect(isLive(drawn, hours(2))).toBe(true);
  expect(isLive(drawn, hours(4))).toBe(false);
  expect(isLive(reopened, hours(1_000))).toBe(true);
});
