import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { createBreaker } from "#app/data/reliability/breaker.server.ts";

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
});

/** One whose pauses are neither longer nor shorter than they are meant to be. */
const breaker = () => createBreaker({ random: () => 0.5 });
const pass = (ms: number) => vi.advanceTimersByTime(ms);

test("since when it is closed, or is not: what changes nothing begins nothing anew", () => {
  const one = breaker();
  const madeAt = Date.now();
  pass(10);
  one.succeeded();
  expect(one.since(), "closed all the while").toBe(madeAt);
  pass(10);
  one.trip();
  const openedAt = Date.now();
  pass(10);
  one.trip();
  one.failed(performance.now());
  pass(60_000);
  expect(one.permit()).toBe("probe");
  one.failed(performance.now());
  expect([one.state(), one.since()]).toEqual(["open", openedAt]);
  pass(60_000);
  one.permit();
  one.succeeded();
  expect([one.state(), one.since()]).toEqual(["closed", Date.now()]);
});

test("it opens with the third failure in a row, and not while it is open already", () => {
  const one = breaker();
  for (const state of ["closed", "closed", "open"]) {
    one.failed(performance.now());
    expect(one.state()).toBe(state);
  }
  pass(60_000);
  one.permit();
  for (let failure = 0; failure < 4; failure++) one.failed(performance.now());
  // Its pause is that of a probe that failed, not of a breaker that has just opened.
  expect(one.permit()).toBe("refuse");
  pass(150);
  expect(one.permit()).toBe("refuse");
});

test("a trip while a probe is under way lets that go on", () => {
  const one = breaker();
  one.trip();
  pass(60_000);
  one.permit();
  one.trip();
  expect(one.state()).toBe("probing");
});

test("the pauses grow, and the last of them comes again and again", () => {
  const one = breaker();
  one.trip();
  const pauses: number[] = [];
  for (let probe = 0; probe < 8; probe++) {
    const since = performance.now();
    while (one.permit() === "refuse") pass(1);
    pauses.push(performance.now() - since);
    one.failed(performance.now());
  }
  expect(pauses).toEqual([100, 250, 500, 1_000, 1_000, 1_000, 1_000, 1_000]);
});
