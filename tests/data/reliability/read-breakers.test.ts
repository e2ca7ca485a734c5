import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { createReadBreakers } from "#app/data/reliability/read-breakers.server.ts";

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
});

function scene() {
  const breakers = createReadBreakers({ random: () => 0.5 });
  const failThrice = (name: string) => {
    for (let time = 0; time < 3; time++) breakers.failed(name, "busy", performance.now());
  };
  return { breakers, failThrice };
}

test("a read is closed while neither its own breaker nor that of the connection is open", () => {
  const { breakers, failThrice } = scene();
  expect(breakers.isClosed("home")).toBe(true);
  failThrice("home");
  expect([breakers.isClosed("home"), breakers.isClosed("library")]).toEqual([false, true]);
  breakers.connection.trip();
  expect(breakers.isClosed("library")).toBe(false);
});

test("the pauses of each breaker are as long as this chance says", () => {
  const { breakers, failThrice } = scene();
  failThrice("home");
  vi.advanceTimersByTime(99);
  expect(breakers.permit("home")).toBe("refuse");
  vi.advanceTimersByTime(1);
  expect(breakers.permit("home")).toBe("probe");
});

test("a probe that the connection's breaker does not let through is not used up", () => {
  const { breakers, failThrice } = scene();
  failThrice("home");
  vi.advanceTimersByTime(60_000);
  breakers.connection.trip();
  expect(breakers.permit("home")).toBe("refuse");
  breakers.connection.succeeded();
  expect(breakers.permit("home")).toBe("probe");
});
