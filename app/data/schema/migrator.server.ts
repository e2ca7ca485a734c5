import { codeOf, failureKind, type FailureKind } from "../reliability/failure.server.ts";
import { whyUnreached, type WhyUnreached } from "../reliability/why-unreached.server.ts";
import { bringUpToDate, type Tidings, type UpToDateOptions } from "./up-to-date.server.ts";

/** The last one repeats. It is short, so that a database that comes back is in use within two seconds. */
const RETRY_MS = [250, 500, 1_000, 1_500] as const;
/**
 * How long to wait after a look that found nothing missing. It may have been caused by a statement from before the
 * table was back, or about something that no migration makes. Short, because the next time a table may really be
 * missing.
 */
const FUTILE_MS = 1_500;
/** How often to look whether a person has repaired what only a person can repair. */
const LOOK_AGAIN_MS = 5_000;
/**
 * How long the process says it is not ready after a statement missed something that a newer release took away. Nobody
 * may ever send that statement again, to show that the thing is back.
 */
const MISSED_FOR_MS = 3 * 60_000;

export type MigrationState = {
  state: "pending" | "running" | "current";
  /** Since when it is current, or is not, in milliseconds since 1970. */
  since: number;
  applied: string[];
  lastError: string | null;
  /** How many attempts have failed since the last one that succeeded. */
  failures: number;
  /** What may be shown of the last failure, even after a success. */
  lastFailure: { kind: FailureKind; code: string | null; at: number } | null;
  /** Why the last attempt could not reach the database; null when it could. */
  unreached: WhyUnreached | null;
  /** What this process has made again, in words. */
  restored: string[];
} & Pick<Tidings, "missing" | "changed" | "reason" | "original">;
export type Migrator = ReturnType<typeof startMigrator>;

/**
 * Brings the tables up to date in the background, and tries again until it succeeds. `wake()` has it look once more and
 * make again what is missing. Failures go to `onFailure`; what was or could not be done goes to `onTidings`, unless
 * that was told before. Never throws.
 */
export function startMigrator({
  onFailure,
  onTidings = () => {},
  onCurrent = () => {},
  ...options
}: UpToDateOptions & {
  onFailure: (error: unknown) => void;
  onTidings?: (tidings: Tidings) => void;
  /** Called whenever the tables were found, or made, as this release needs them. */
  onCurrent?: () => void;
}) {
  const now = nothingKnown();
  let woken = false;
  let futile = false;
  let missedAt = -Infinity;
  let told = wordsOf(now);
  const alarm = createAlarm(() => {
    running = attempt();
  });

  function become(state: MigrationState["state"]): void {
    if ((state === "current") !== (now.state === "current")) now.since = Date.now();
    now.state = state;
  }

  async function attempt(): Promise<void> {
    become("running");
    try {
      hear(await bringUpToDate(options));
    } catch (error) {
      become("pending");
      now.lastError = error instanceof Error ? error.message : String(error);
      const kind = failureKind(error);
      now.lastFailure = { kind, code: codeOf(error), at: Date.now() };
      now.unreached = kind === "unreachable" ? whyUnreached(error) : null;
      onFailure(error);
      alarm.set(RETRY_MS[Math.min(now.failures++, RETRY_MS.length - 1)] ?? FUTILE_MS);
    }
  }

  function hear(tidings: Tidings): void {
    const { applied, restored, missing, changed, reason, original } = tidings;
    futile = woken && applied.length + restored.length === 0;
    woken = false;
    now.failures = 0;
    now.lastError = null;
    now.unreached = null;
    now.applied.push(...applied);
    now.restored.push(...restored);
    Object.assign(now, { missing, changed, reason, original });
    const words = wordsOf(tidings);
    if (words !== told || restored.length + tidings.renewed > 0) onTidings(tidings);
    told = words;
    if (reason === null || reason === "not-compared" || isOfNoUse(reason)) {
      become("current");
      onCurrent();
      return;
    }
    become("pending");
    alarm.set(reason === "others-at-work" ? FUTILE_MS : LOOK_AGAIN_MS);
  }

  /** What a newer release took away is usually no longer used by this one. If it is, a statement of ours fails. */
  function isOfNoUse(reason: Tidings["reason"]): boolean {
    return reason === "newer-release" && performance.now() - missedAt > MISSED_FOR_MS;
  }

  let running = attempt();

  return {
    state: (): MigrationState => ({ ...now, applied: [...now.applied], restored: [...now.restored] }),
    /** To be called when a statement met a table, column or index that is not there. */
    wake(): void {
      missedAt = performance.now();
      if (now.state === "running") return;
      woken = true;
      become("pending");
      alarm.within(futile ? FUTILE_MS : RETRY_MS[0]);
    },
    /** Starts no further attempt; resolves when the current one has ended. */
    async stop(): Promise<void> {
      alarm.stop();
      await running;
    },
  };
}

function nothingKnown(): MigrationState {
  return {
    state: "pending",
    since: Date.now(),
    applied: [],
    lastError: null,
    failures: 0,
    lastFailure: null,
    unreached: null,
    restored: [],
    missing: [],
    changed: [],
    reason: null,
    original: [],
  };
}

/** Rings once after each time it was set, and never after it was stopped. */
function createAlarm(ring: () => void) {
  let timer: NodeJS.Timeout | undefined;
  let due = Infinity;
  let stopped = false;

  function set(ms: number): void {
    if (stopped) return;
    clearTimeout(timer);
    due = performance.now() + ms;
    timer = setTimeout(() => {
      due = Infinity;
      ring();
    }, ms);
    timer.unref();
  }

  return {
    set,
    /** Sets it unless it rings sooner than that anyway. */
    within(ms: number): void {
      if (due > performance.now() + ms) set(ms);
    },
    stop(): void {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** What `onTidings` is told only once as long as it stays the same. */
type Told = Pick<Tidings, "missing" | "changed" | "reason" | "original">;

function wordsOf({ missing, changed, reason, original }: Told): string {
  return JSON.stringify([missing, changed, reason, original]);
}
