import { describe, expect, test } from "vitest";
import type { Hat } from "#app/domain/hat/hat.ts";
import { isLive, replaces, withHat, withMessage } from "#app/domain/live.ts";
import type { Commitment, Draw } from "#app/domain/lottery/lottery.ts";

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

test("a page is followed for less than three hours after a draw, and when nothing is known of any", () => {
  const after = (ms: number) => Date.parse(drawnAt) + 3 * 3_600_000 + ms;
  expect(isLive(drawn, after(-1))).toBe(true);
  expect(isLive(drawn, after(0))).toBe(false);
  expect(isLive({ draw: null, open: null }, after(0))).toBe(true);
});

describe("a draw that a page hears of", () => {
  const told = (number: number) => ({ draw: { number, winner: 1, drawnAt }, open: null });

  test("takes along what it was bound to, and nothing of another one", () => {
    expect(withMessage(reopened, told(2)).draw?.commitment).toEqual(commitment(2));
    expect(withMessage(reopened, told(3)).draw?.commitment).toBeNull();
    expect(withMessage(drawn, told(2)).draw?.commitment).toBeNull();
  });

  test("leaves a later one open", () => {
    expect(withMessage({ ...undrawn, open: commitment(2) }, told(1)).open).toEqual(commitment(2));
    expect(withMessage({ ...undrawn, open: commitment(1) }, told(1)).open).toBeNull();
  });
});

describe("a commitment is newer", () => {
  const renewed = (number: number, renewedAt: number | null) => ({ ...commitment(number), renewedAt });

  test.each([
    ["than none", commitment(1), null, true],
    ["when it is to a later draw", commitment(2), commitment(1), true],
    ["not when it is to an earlier one, even renewed", renewed(1, 5), commitment(2), false],
    ["not when it is the same", commitment(1), commitment(1), false],
    ["when it replaced a lost one", renewed(1, 5), commitment(1), true],
    ["when it replaced a later one of the lost", renewed(1, 6), renewed(1, 5), true],
    ["not when it was replaced since", renewed(1, 5), renewed(1, 6), false],
    ["not when it is the first", commitment(1), renewed(1, 5), false],
    ["not without a number", commitment(0), null, false],
  ])("%s", (_, one, other, newer) => expect(replaces(one, other)).toBe(newer));
});

describe("a page with a hat", () => {
  const hat = (version: number, ...titles: string[]): Hat => ({
    cap: 2,
    closesAt: null,
    named: true,
    nod: false,
    odds: "even",
    vetoes: false,
    version,
    closedAt: null,
    films: titles.map((title) => ({
      id: title,
      title,
      year: null,
      posterUrl: null,
      names: [],
      backers: 1,
      tickets: 1,
    })),
    out: [],
  });
  const shown = (version: number) => ({ id: "abc", hat: hat(version, "Ran"), entries: [] });

  test("shows a newer one, with its films as entries", () => {
    const newer = withHat(shown(1), hat(2, "Ran", "Her"));
    expect(newer.hat?.version).toBe(2);
    expect(newer.entries.map(({ position, title }) => [position, title])).toEqual([
      [1, "Ran"],
      [2, "Her"],
    ]);
    expect(withHat({ hat: null, entries: [] }, hat(1, "Her")).entries).toHaveLength(1);
  });

  test("stays as it is when it hears of the same, of an older one or of none", () => {
    const page = shown(2);
    expect(withHat(page, hat(2, "Her"))).toBe(page);
    expect(withHat(page, hat(1, "Her"))).toBe(page);
    expect(withHat(page, null)).toBe(page);
  });
});
