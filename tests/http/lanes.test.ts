import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createLanes, PAGES_OF_ALL } from "#app/http/request-hooks/lanes.server.ts";

const LIMITS = { atOnce: 2, waiting: 3, patienceMs: 10_000 };

/** Lets this many come in; what became of them, and how each leaves. */
function lane(limits = LIMITS) {
  const lanes = createLanes(limits);
  const became: Record<string, string> = {};
  const come = (name: string, who: string) => {
    became[who] = "waits";
    return lanes.enter(name, {
      begin: () => void (became[who] = "begun"),
      turnAway: (reason) => void (became[who] = reason),
    });
  };
  return { become: became, come, size: lanes.size };
}

const turned = () => new Promise((resolve) => setImmediate(resolve));

test("so many at once, some wait, and the rest is turned away", () => {
  const { come, become } = lane();
  for (const who of ["1", "2", "3", "4", "5", "6"]) come("a", who);
  expect(become).toEqual({ 1: "begun", 2: "begun", 3: "waits", 4: "waits", 5: "waits", 6: "full" });
});

test("all clients of a process together have 48 pages under way, 500 wait, and the next is turned away at once", () => {
  const { come, become } = lane(PAGES_OF_ALL);
  for (let who = 1; who <= 549; who += 1) come("", String(who));
  expect([become[48], become[49], become[548], become[549]]).toEqual(["begun", "waits", "waits", "full"]);
});

test("nobody waits for another's", () => {
  const { come, become } = lane();
  for (const who of ["1", "2", "3"]) come("a", who);
  come("b", "other");
  expect(become.other).toBe("begun");
});

test("who leaves makes room for the one who has waited longest, once", async () => {
  const { come, become } = lane();
  const [leave] = ["1", "2", "3", "4"].map((who) => come("a", who));
  leave!();
  leave!();
  expect(become[3], "others are heard first").toBe("waits");
  await turned();
  await turned();
  expect([become[3], become[4]]).toEqual(["begun", "waits"]);
});

test("who leaves while waiting frees that place", async () => {
  const { come, become } = lane();
  const leaves = ["1", "2", "3", "4", "5"].map((who) => come("a", who));
  leaves[2]!();
  come("a", "6");
  leaves[0]!();
  leaves[1]!();
  await turned();
  expect(become).toEqual({ 1: "begun", 2: "begun", 3: "waits", 4: "begun", 5: "begun", 6: "waits" });
});

describe("by the clock", () => {
  /** How far the clock has gone when a timer fires that was due before: the work in between. */
  let busyMs = 0;
  beforeEach(() => {
    busyMs = 0;
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    const now = performance.now.bind(performance);
    vi.spyOn(performance, "now").mockImplementation(() => now() + busyMs);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  test("while the processor is busy, who has waited too long is turned away and never begins", async () => {
    const { come, become } = lane();
    const [leave] = ["1", "2", "3"].map((who) => come("a", who));
    for (let passed = 0; passed < LIMITS.patienceMs; passed += 5) {
      busyMs += 50;
      vi.advanceTimersByTime(5);
    }
    expect(become[3]).toBe("late");
    leave!();
    await turned();
    expect(become[3]).toBe("late");
  });

  test("while it is idle, nobody waits for what others wait for", () => {
    const { come, become } = lane();
    for (const who of ["1", "2", "3", "4", "5"]) come("a", who);
    expect(become).toMatchObject({ 3: "waits", 4: "waits", 5: "waits" });
    vi.advanceTimersByTime(5);
    expect(become).toMatchObject({ 3: "begun", 4: "begun", 5: "waits" });
    vi.advanceTimersByTime(5);
    expect(become[5]).toBe("begun");
  });
});

test("an empty lane is forgotten", async () => {
  const { come, size } = lane();
  const leaves = ["1", "2", "3"].map((who) => come("a", who));
  expect(size()).toBe(1);
  for (const leave of leaves) leave();
  for (const leave of leaves) leave();
  await turned();
  leaves[2]!();
  await turned();
  expect(size()).toBe(0);
});
