import { expect, test } from "vitest";
import { REEL_MS, REVEAL_DELAY_MS, revealAt } from "#app/domain/draw/reveal-time.ts";

const drawnAt = new Date("2026-11-27T20:00:00Z");
const at = (ms: number) => new Date(drawnAt.getTime() + ms);

test("the reveal starts the delay after the draw, for whoever asks whenever", () => {
  expect(revealAt(drawnAt, drawnAt)).toBe(REVEAL_DELAY_MS);
  expect(revealAt(drawnAt, at(400))).toBe(REVEAL_DELAY_MS - 400);
  expect(revealAt(drawnAt, at(REVEAL_DELAY_MS))).toBe(0);
});

test("who comes late joins in the middle, and who comes after the reel sees the result", () => {
  expect(revealAt(drawnAt, at(REVEAL_DELAY_MS + 3_000))).toBe(-3_000);
  expect(revealAt(drawnAt, at(REVEAL_DELAY_MS + REEL_MS))).toBe(-REEL_MS);
  expect(revealAt(drawnAt, at(REVEAL_DELAY_MS + REEL_MS + 1))).toBeNull();
});

test("a database whose clock is ahead makes nobody wait longer than the delay", () => {
  expect(revealAt(drawnAt, at(-3_600_000))).toBe(REVEAL_DELAY_MS);
});
