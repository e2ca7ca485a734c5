import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { createRefusals } from "#app/data/reliability/refusals.server.ts";

const NOW = new Date("2026-11-28T12:00:00Z");
const denied = Object.assign(new Error("permission denied"), { code: "42501" });

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  onTestFinished(() => void vi.useRealTimers());
});

test("the last refusal of each name is told, until one of that name succeeds", () => {
  const refusals = createRefusals();
  expect(refusals.recent()).toEqual([]);
  refusals.failed("library", "refused", denied);
  vi.advanceTimersByTime(1_000);
  refusals.failed("library", "refused", new Error("without a code"));
  refusals.failed("history", "refused", denied);
  const at = NOW.getTime() + 1_000;
  expect(refusals.recent()).toEqual([
    { name: "library", code: null, at },
    { name: "history", code: "42501", at },
  ]);
  refusals.succeeded("library");
  expect(refusals.recent()).toEqual([{ name: "history", code: "42501", at }]);
});

test("it is told for three minutes", () => {
  const refusals = createRefusals();
  refusals.failed("library", "refused", denied);
  vi.advanceTimersByTime(180_000);
  expect(refusals.recent()).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(refusals.recent()).toEqual([]);
});

test.each(["unreachable", "busy", "schema", "other"] as const)("what is %s is no refusal", (kind) => {
  const refusals = createRefusals();
  refusals.failed("library", kind, denied);
  expect(refusals.recent()).toEqual([]);
});

test("why it was not reached is kept until it was", () => {
  const refusals = createRefusals();
  const refusedConnection = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
  expect(refusals.whyUnreached()).toBe("no-answer");
  refusals.failed("library", "refused", refusedConnection);
  expect(refusals.whyUnreached()).toBe("no-answer");
  refusals.failed("library", "unreachable", refusedConnection);
  refusals.failed("library", "busy", denied);
  expect(refusals.whyUnreached()).toBe("nothing-listens");
  refusals.succeeded("history");
  expect(refusals.whyUnreached()).toBe("no-answer");
});
