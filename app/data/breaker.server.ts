const FAILURES_TO_OPEN = 3;
const OPEN_MS = [250, 500, 1_000, 2_000] as const;
/** Several processes must not probe in step. */
const JITTER = 0.2;

export type BreakerState = "closed" | "open" | "probing";

/**
 * Remembers whether it makes sense to ask. After three failures in a row it is open for a while; when that is over,
 * one caller may probe, and nobody else asks until the probe has come back.
 */
export function createBreaker({
  now = Date.now,
  random = Math.random,
}: { now?: () => number; random?: () => number } = {}) {
  let failures = 0;
  let openings = 0;
  let openUntil = 0;
  let probing = false;
  let since = now();

  function open(): void {
    if (openings === 0) since = now();
    const base = OPEN_MS[Math.min(openings, OPEN_MS.length - 1)] ?? 2_000;
    openings += 1;
    probing = false;
    openUntil = now() + base * (1 + JITTER * (2 * random() - 1));
  }

  return {
    state(): BreakerState {
      return probing ? "probing" : openings > 0 ? "open" : "closed";
    },
    /** Since when it is closed, or is not, in milliseconds since 1970. */
    since: (): number => since,
    /** `ask`: go ahead. `probe`: go ahead in the background, as the only one. `refuse`: don't. */
    permit(): "ask" | "probe" | "refuse" {
      if (openings === 0) return "ask";
      if (probing || now() < openUntil) return "refuse";
      probing = true;
      return "probe";
    },
    succeeded(): void {
      if (openings > 0) since = now();
      failures = openings = 0;
      probing = false;
    },
    failed(): void {
      failures += 1;
      if (openings > 0 ? probing : failures >= FAILURES_TO_OPEN) open();
    },
    /** Opens now, without waiting for a third failure. */
    trip(): void {
      if (openings === 0) open();
    },
    /** A permitted probe was never sent. */
    released(): void {
      probing = false;
    },
  };
}

export type Breaker = ReturnType<typeof createBreaker>;
