import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import {
  createRunningReads,
  type Outcome,
  type RunningRead,
} from "#app/data/reliability/running-reads.server.ts";
import { FALLBACK, pending } from "./guard-scene.ts";

const OVERDUE_MS = 850;
const PLACE = { scope: "club", key: "home", oneOfMany: false };

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  // Not at the beginning of the process's time, where sums are differences.
  vi.advanceTimersByTime(60_000);
});

function scene() {
  const ended: [RunningRead, Outcome][] = [];
  const reads = createRunningReads({ atOnce: 3, settle: (...each) => void ended.push(each) });
  const start = (load: () => Promise<string>, deadline = performance.now() + 250) =>
    reads.start(PLACE, { name: "home", scope: "club", budgetMs: 250, fallback: FALLBACK, load }, deadline);
  const join = (deadline = performance.now() + 250) => reads.join(PLACE, { budgetMs: 250, deadline });
  return { reads, start, join, ended };
}

test("whoever comes while a read is under way joins it, until it is overdue", () => {
  const { start, join } = scene();
  expect(join()).toBeUndefined();
  const read = start(() => pending().promise);
  expect(join()).toBe(read);
  vi.advanceTimersByTime(OVERDUE_MS - 1);
  expect(join()).toBe(read);
  vi.advanceTimersByTime(1);
  expect(join()).toBeUndefined();
});

test("it is awaited until the last of them gives up", () => {
  const { start, join } = scene();
  const read = start(() => pending().promise, performance.now() + 250);
  const later = performance.now() + 800;
  join(later);
  expect(read.deadline).toBe(later);
  join(later - 500);
  expect(read.deadline).toBe(later);
});

test("the end of a superseded read leaves alone the one that took its place", async () => {
  const { reads, start, join, ended } = scene();
  const before = pending();
  const old = start(() => before.promise);
  reads.supersede(["club"]);
  const read = start(() => pending().promise);
  before.resolve("old");
  await old.outcome;
  expect(ended).toEqual([[old, { ok: true, value: "old" }]]);
  expect(join()).toBe(read);
});

test("one that somebody waits for to this very moment is sent, and one that nobody waits for is not", async () => {
  const { start } = scene();
  expect(await start(() => Promise.resolve("home"), performance.now()).outcome).toEqual({
    ok: true,
    value: "home",
  });
  expect(await start(() => Promise.resolve("home"), performance.now() - 1).outcome).toBe("abandoned");
});
