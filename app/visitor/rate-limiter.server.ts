import cluster from "node:cluster";
import { RateLimiterCluster, RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { log } from "#app/http/log.server.ts";

export type RateLimiter = RateLimiterMemory | RateLimiterCluster;

/** How long the process that counts for all may take, in milliseconds. */
const COUNTED_WITHIN_MS = 500;

/**
 * Counts by key how much was taken in the last `seconds`, `points` at most: in this process, or where there are several
 * for all of them together. `name` is that of one limiter alone.
 */
export function rateLimiter(
  name: string,
  { points, seconds }: { points: number; seconds: number },
): RateLimiter {
  const options = { keyPrefix: name, points, duration: seconds };
  return cluster.isWorker
    ? new RateLimiterCluster({ ...options, timeoutMs: COUNTED_WITHIN_MS })
    : new RateLimiterMemory(options);
}

/** Takes from each; null when there was room in all, else how long there is none, in milliseconds. */
export async function takeFrom(
  limiters: readonly RateLimiter[],
  key: string,
  cost = 1,
): Promise<number | null> {
  try {
    for (const limiter of limiters) await limiter.consume(key, cost);
    return null;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return refused.msBeforeNext;
    if (!cluster.isWorker) throw refused;
    // Whoever counts is busy or just ending. Better one form too many than a form refused for that.
    log("not-counted", { message: String(refused) });
    return null;
  }
}
