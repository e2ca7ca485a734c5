/** Takes the place of a value that did not come in time. */
export const LATE = Symbol("not within the budget");

/** The promise's value, or LATE when it takes longer than `ms`. Rejects as the promise does, if in time. */
export function within<T>(promise: Promise<T>, ms: number): Promise<T | typeof LATE> {
  if (ms <= 0) return Promise.resolve(LATE);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms, LATE);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
