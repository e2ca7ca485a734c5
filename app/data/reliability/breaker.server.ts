const FAILURES_TO_OPEN = 3;
/**
 * How long to wait from one probe to the next. Short at first, because most failures are over soon. Never long: a probe
 * that is sent just before the database comes back is lost, and pages should be fresh again within two and a half
 * seconds.
 */
const PROBE_AFTER_MS = [100, 250, 500, 1_000];
/** So that several processes do not probe at the same moment. */
const JITTER = 0.2;

export type BreakerState = "closed" | "open" | "probing";

/**
 * Remembers whether it makes sense to ask. After three failures in a row it opens; then one caller at a time may probe,
 * now and again, until a probe succeeds. The next probe does not wait for one that hangs. `probeAfterMs`: the pauses
 * before the first probe, the second, and so on; the last of them for good.
 */
export function createBreaker({
  random = Math.random,
  probeAfterMs = PROBE_AFTER_MS,
}: { random?: () => number; probeAfterMs?: readonly number[] } = {}) {
  let state: BreakerState = "closed";
  let failures = 0;
  let pauses = 0;
  let probeAt = 0;
  let succeededAt = -Infinity;
  let stateSince = Date.now();

  function open(): void {
    state = "open";
    stateSince = Date.now();
    pauses = 0;
    pause();
  }

  function pause(): void {
    const base = probeAfterMs[Math.min(pauses, probeAfterMs.length - 1)] ?? 1_000;
    pauses += 1;
    probeAt = performance.now() + base * (1 + JITTER * (2 * random() - 1));
  }

  return {
    state: (): BreakerState => state,
    /** Since when it is closed, or is not, in milliseconds since 1970. */
    since: (): number => stateSince,
    /** `ask`: go ahead. `probe`: go ahead in the background, as the only one. `refuse`: don't. */
    permit(): "ask" | "probe" | "refuse" {
      if (state === "closed") return "ask";
      if (performance.now() < probeAt) return "refuse";
      state = "probing";
      pause();
      return "probe";
    },
    succeeded(): void {
      if (state !== "closed") stateSince = Date.now();
      state = "closed";
      failures = 0;
      succeededAt = performance.now();
    },
    /** `since` is when the failed one was sent: if something succeeded after that, the failure is old news. */
    failed(since: number): void {
      if (since < succeededAt) return;
      failures += 1;
      if (state === "probing") state = "open";
      else if (state === "closed" && failures >= FAILURES_TO_OPEN) open();
    },
    /** Opens now, without waiting for three failures. */
    trip(): void {
      if (state === "closed") open();
    },
    /** Gives back a permit to probe that was not used. */
    released(): void {
      state = "open";
      probeAt = performance.now();
    },
  };
}

export type Breaker = ReturnType<typeof createBreaker>;
