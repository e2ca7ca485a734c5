/** The first wait is the one that the server names in Retry-After; a test keeps both the same. */
const WAITS_S = [3, 6, 12, 24, 30];

/**
 * Milliseconds until a page that retries by itself tries again after its nth failure (from 0). `luck` between 0 and 1
 * spreads out pages that failed at the same moment.
 */
export function retryWaitMs(failure: number, luck: number): number {
  const seconds = WAITS_S[Math.min(failure, WAITS_S.length - 1)]!;
  return seconds * 1_000 * (1 + luck / 4);
}
