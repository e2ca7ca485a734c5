import { onTestFinished, vi } from "vitest";
import { endedConnecting } from "#app/data/reliability/failure.server.ts";
import {
  createGuard,
  type Guarded,
  type GuardEvent,
  type GuardOptions,
  type Read,
} from "#app/data/reliability/guard.server.ts";

export const unreachable = () => {
  const error = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:5432"), { code: "ECONNREFUSED" });
  endedConnecting(error);
  return error;
};
export const cutOff = () => new Error("Connection terminated unexpectedly");
export const busy = () =>
  Object.assign(new Error("canceling statement due to statement timeout"), {
    code: "57014",
    severity: "ERROR",
  });
export const refused = () =>
  Object.assign(new Error("permission denied for table lotteries"), { code: "42501", severity: "ERROR" });
export const tableMissing = () =>
  Object.assign(new Error('relation "lotteries" does not exist'), { code: "42P01", severity: "ERROR" });
export const mistake = () => new TypeError("Cannot read properties of undefined");

export const BUDGET_MS = 250;
export const FALLBACK = "nothing to show";

/** A promise to be settled by hand. */
export function pending<T = string>() {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** Lets time pass on the test's clock, with everything that is due meanwhile. */
export const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/**
 * A guard with clocks and a chance that the test holds in hand; vi.setSystemTime() sets the one for dates alone. `random` of one half means a jitter of none.
 */
export function guardScene(options: GuardOptions = {}) {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date", "performance"] });
  onTestFinished(() => void vi.useRealTimers());
  const events: GuardEvent[] = [];
  const guard = createGuard({
    random: () => 0.5,
    observe: (event) => void events.push(event),
    ...options,
  });

  /** Reads the home page's list of one club, unless told otherwise. */
  const read = (load: () => Promise<string>, input: Partial<Read<string>> = {}): Promise<Guarded<string>> =>
    guard.read({ name: "home", scope: "club a", budgetMs: BUDGET_MS, fallback: FALLBACK, ...input, load });

  /** Three failed reads of another page, which open the breaker that all pages share. */
  const failThrice = async () => {
    for (let time = 0; time < 3; time++) {
      await read(() => Promise.reject(unreachable()), { name: "history", scope: "club z" });
    }
  };

  return { guard, events, read, failThrice };
}

/** The answer if the promise has settled already, without letting any time pass. */
export async function atOnce<T>(promise: Promise<T>): Promise<T | "still waiting"> {
  let answer: T | "still waiting" = "still waiting";
  void promise.then((value) => (answer = value));
  await pass(0);
  return answer;
}
