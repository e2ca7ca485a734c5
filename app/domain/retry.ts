/** Seconds after which a form that was not saved may come again; also the Retry-After of such an answer. */
export const RETRY_AFTER_S = 3;

const WAITS_S = [RETRY_AFTER_S, 6, 12, 24, 30];

/**
 * Milliseconds until a page that retries by itself tries again after its nth failure (from 0). `luck` between 0 and 1
 * spreads pages that failed together.
 */
export function retryWaitMs(failure: number, luck: number): number {
  const seconds = WAITS_S[Math.min(failure, WAITS_S.length - 1)]!;
  return seconds * 1_000 * (1 + luck / 4);
}
