import { expect, test } from "vitest";
import { retryWaitMs } from "#app/domain/retry-wait.ts";
import { RETRY_AFTER_S } from "#app/http/headers.server.ts";

test("the waits grow to half a minute and stay there", () => {
  const waits = [0, 1, 2, 3, 4, 5, 1_000].map((failure) => retryWaitMs(failure, 0));
  expect(waits).toEqual([3_000, 6_000, 12_000, 24_000, 30_000, 30_000, 30_000]);
});

test("luck spreads them, but never below what the server asked for", () => {
  for (const luck of [0, 0.5, 0.999]) {
    expect(retryWaitMs(0, luck)).toBeGreaterThanOrEqual(RETRY_AFTER_S * 1_000);
    expect(retryWaitMs(4, luck)).toBeLessThan(38_000);
  }
  expect(retryWaitMs(2, 0.9)).toBeGreaterThan(retryWaitMs(2, 0.1));
});
