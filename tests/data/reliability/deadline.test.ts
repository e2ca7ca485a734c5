import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { LATE, within } from "#app/data/reliability/deadline.server.ts";

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
});

const never = new Promise<string>(() => {});
const after = <T>(ms: number, settle: () => T) =>
  new Promise<T>((resolve, reject) => {
    setTimeout(() => {
      try {
        resolve(settle());
      } catch (error) {
        reject(error);
      }
    }, ms);
  });
const fail = () => {
  throw new Error("refused");
};

/** What has become of a promise by now. */
async function stateOf(promise: Promise<unknown>): Promise<unknown> {
  let state: unknown = "waiting";
  promise.then(
    (value) => (state = value),
    (error: Error) => (state = error.message),
  );
  await vi.advanceTimersByTimeAsync(0);
  return state;
}

test("a value in time is passed on, and no timer is left", async () => {
  const waiting = within(
    after(49, () => "value"),
    50,
  );
  await vi.advanceTimersByTimeAsync(49);
  expect(await stateOf(waiting)).toBe("value");
  expect(vi.getTimerCount()).toBe(0);
});

test("a failure in time is passed on, and no timer is left", async () => {
  const waiting = stateOf(within(after(49, fail), 50));
  await vi.advanceTimersByTimeAsync(49);
  expect(await waiting).toBe("waiting");
  const again = within(Promise.reject(new Error("refused")), 50);
  await expect(again).rejects.toThrow("refused");
  await vi.advanceTimersByTimeAsync(0);
  expect(vi.getTimerCount()).toBe(0);
});

test("without one it is late when the time is over, and not before", async () => {
  const waiting = within(never, 50);
  await vi.advanceTimersByTimeAsync(49);
  expect(await stateOf(waiting)).toBe("waiting");
  await vi.advanceTimersByTimeAsync(1);
  expect(await stateOf(waiting)).toBe(LATE);
});

test("what fails later is heard, so that it ends nothing", async () => {
  const waiting = within(after(60, fail), 50);
  await vi.advanceTimersByTimeAsync(70);
  expect(await stateOf(waiting)).toBe(LATE);
});

test.each([0, -1, -Infinity])("with %d ms to go it is late at once, whatever is there", async (ms) => {
  expect(await stateOf(within(Promise.resolve("value"), ms))).toBe(LATE);
  expect(vi.getTimerCount()).toBe(0);
});

test("with one there is time for what is there already", async () => {
  expect(await stateOf(within(Promise.resolve("value"), 1))).toBe("value");
});
