import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { createReadLimiter, readsAtOnceIn } from "#app/data/reliability/read-limiter.server.ts";

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
});

const PATIENCE_MS = 1_000;

/** Reads that end when they are told to; `running` are those that have begun and not ended. */
function scene(size: number) {
  const limiter = createReadLimiter(size, PATIENCE_MS);
  const running = new Map<string, () => void>();
  const start = (name: string) =>
    limiter.run(
      () =>
        new Promise<string>((resolve) => {
          running.set(name, () => {
            running.delete(name);
            resolve(name);
          });
        }),
    );
  const end = async (name: string) => {
    running.get(name)!();
    await vi.advanceTimersByTimeAsync(0);
  };
  const names = async () => {
    await vi.advanceTimersByTimeAsync(0);
    return [...running.keys()];
  };
  return { limiter, start, end, names };
}

test.each([
  [7, 3],
  [8, 3],
  [9, 4],
  [16, 7],
  [32, 15],
])("in a pool of %i, %i reads at once", (poolMax, reads) => {
  expect(readsAtOnceIn(poolMax)).toBe(reads);
});

test("so many run, and the others in their order", async () => {
  const { start, end, names } = scene(2);
  const ended = ["a", "b", "c", "d"].map(start);
  expect(await names()).toEqual(["a", "b"]);
  await end("b");
  expect(await names()).toEqual(["a", "c"]);
  await end("a");
  await end("c");
  expect(await names()).toEqual(["d"]);
  await end("d");
  expect(await Promise.all(ended)).toEqual(["a", "b", "c", "d"]);
  for (const name of ["e", "f", "g"]) void start(name);
  expect(await names(), "places are given back").toEqual(["e", "f"]);
});

test("one that hangs is not counted any more after a while, and counts no twice when it ends", async () => {
  const { start, end, names } = scene(1);
  for (const name of ["hangs", "next", "last"]) void start(name);
  await vi.advanceTimersByTimeAsync(PATIENCE_MS - 1);
  expect(await names()).toEqual(["hangs"]);
  await vi.advanceTimersByTimeAsync(1);
  expect(await names()).toEqual(["hangs", "next"]);
  await end("hangs");
  expect(await names()).toEqual(["next"]);
  await end("next");
  expect(await names()).toEqual(["last"]);
});

test("as many may hang uncounted as may run, and one more when one of them ends", async () => {
  const { start, end, names } = scene(2);
  for (const name of ["a", "b", "c", "d", "e", "f"]) void start(name);
  await vi.advanceTimersByTimeAsync(PATIENCE_MS);
  expect(await names()).toEqual(["a", "b", "c", "d"]);
  await vi.advanceTimersByTimeAsync(2 * PATIENCE_MS);
  expect(await names()).toEqual(["a", "b", "c", "d"]);
  await end("a");
  expect(await names()).toEqual(["b", "c", "d", "e"]);
  await end("d");
  expect(await names()).toEqual(["b", "c", "e", "f"]);
});

test("one that ended in time is not overdue later", async () => {
  const { start, end, names } = scene(1);
  void start("a");
  await end("a");
  expect(vi.getTimerCount()).toBe(0);
  for (const name of ["b", "c"]) void start(name);
  await vi.advanceTimersByTimeAsync(PATIENCE_MS - 1);
  expect(await names()).toEqual(["b"]);
});

test("the place of one that was overdue and never uncounted is given back", async () => {
  const { start, end, names } = scene(1);
  void start("a");
  await vi.advanceTimersByTimeAsync(PATIENCE_MS);
  void start("b");
  await vi.advanceTimersByTimeAsync(PATIENCE_MS);
  await end("b");
  await end("a");
  for (const name of ["c", "d"]) void start(name);
  expect(await names()).toEqual(["c"]);
});
