import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { LATE } from "#app/data/reliability/deadline.server.ts";
import { createTurns } from "#app/data/reliability/turns.server.ts";

const never = new Promise<string>(() => {});

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
});

/** When each of these waits ended without a value, counted from their common latest moment. */
async function endsOf(waits: number, { turns = createTurns(), latest = performance.now() + 800 } = {}) {
  const ends: number[] = [];
  for (let wait = 0; wait < waits; wait++) {
    void turns.until(latest, never).then((value) => {
      expect(value).toBe(LATE);
      ends.push(performance.now() - latest);
    });
  }
  await vi.advanceTimersByTimeAsync(latest - performance.now() + 1);
  return ends;
}

test("one alone waits until the end", async () => {
  expect(await endsOf(1)).toEqual([0]);
});

test("those who would end together end one after another", async () => {
  expect(await endsOf(4)).toEqual([-24, -16, -8, 0]);
});

test("by a tenth of a second at most", async () => {
  const ends = await endsOf(16);
  expect(ends.slice(0, 4)).toEqual([-96, -96, -96, -96]);
  expect(ends.slice(4)).toEqual([-88, -80, -72, -64, -56, -48, -40, -32, -24, -16, -8, 0]);
});

test("those whose moments are apart do not hold each other up", async () => {
  const turns = createTurns();
  const latest = Math.ceil(performance.now() / 8) * 8 + 800;
  const first = endsOf(1, { turns, latest });
  const second = endsOf(1, { turns, latest: latest + 8 });
  expect([await first, await second]).toEqual([[0], [0]]);
});

test("a turn that is over is free again, be it by a value", async () => {
  const turns = createTurns();
  const latest = performance.now() + 800;
  expect(await turns.until(latest, Promise.resolve("value"))).toBe("value");
  expect(await endsOf(1, { turns, latest })).toEqual([0]);
});

test("moments that are closer than a turn are one", async () => {
  const turns = createTurns();
  const latest = Math.ceil(performance.now() / 8) * 8 + 800;
  const first = endsOf(1, { turns, latest });
  const second = endsOf(1, { turns, latest: latest + 1 });
  expect([await first, await second]).toEqual([[0], [-8]]);
});
