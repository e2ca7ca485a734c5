import type { Place } from "./last-good.server.ts";
import { createReadLimiter } from "./read-limiter.server.ts";

export type Read<T> = {
  /** What is read, for logs and for the breaker: "home", "library", … */
  name: string;
  /** Whose data it is. Part of the key, so that one club's values never reach another. */
  scope: string;
  /** What else the answer depends on (page, filter), if anything. Fewer of such answers are remembered. */
  key?: string;
  budgetMs: number;
  fallback: T;
  load: () => Promise<T>;
};

/** What became of a read: its value, its error, or that nobody waited for it any more when its turn came. */
export type Outcome = { ok: true; value: unknown } | { ok: false; error: unknown } | "abandoned";

/** A read under way. Times are by performance.now(), but `asOf` is in ms since 1970. */
export type RunningRead = {
  query: Read<unknown>;
  place: Place;
  startedAt: number;
  asOf: number;
  /** When the last one who waits for it gives up. */
  deadline: number;
  /** Whether its data has been changed since it was sent. */
  superseded: boolean;
  outcome: Promise<Outcome>;
};

/**
 * A read that has taken this long is given up: its place is free again, and nobody joins it. It is longer than every
 * budget, shorter than a statement on a dead connection takes to fail, and longer than the time for which a connection
 * is used without a ping, so that the next read pings before it uses another dead one.
 */
const OVERDUE_MS = 850;

/** The reads under way, one for each place, of which `atOnce` hold connections. `settle` hears how each one ended. */
export function createRunningReads({
  atOnce,
  settle,
}: {
  atOnce: number;
  settle: (read: RunningRead, outcome: Outcome) => void;
}) {
  const running = new Map<string, RunningRead>();
  const limiter = createReadLimiter(atOnce, OVERDUE_MS);

  return {
    /** The read under way for this place, awaited until `deadline` from now on; undefined for none, or one that hangs. */
    join(
      place: Place,
      { budgetMs, deadline }: { budgetMs: number; deadline: number },
    ): RunningRead | undefined {
      const read = running.get(place.key);
      if (!read || performance.now() - read.startedAt >= Math.max(OVERDUE_MS, budgetMs)) return undefined;
      read.deadline = Math.max(read.deadline, deadline);
      return read;
    },
    /** Starts a read as soon as there is room for it. */
    start(place: Place, query: Read<unknown>, deadline: number): RunningRead {
      const read: RunningRead = {
        query,
        place,
        startedAt: performance.now(),
        asOf: Date.now(),
        deadline,
        superseded: false,
        outcome: Promise.resolve("abandoned"),
      };
      read.outcome = limiter
        .run(() => outcomeOf(read))
        .then((outcome) => {
          if (running.get(place.key) === read) running.delete(place.key);
          settle(read, outcome);
          return outcome;
        });
      running.set(place.key, read);
      return read;
    },
    /** Marks the reads of these scopes as superseded; nobody joins them any more. */
    supersede(scopes: readonly string[]): void {
      for (const [key, read] of running) {
        if (!scopes.includes(read.place.scope)) continue;
        read.superseded = true;
        running.delete(key);
      }
    },
  };
}

async function outcomeOf(read: RunningRead): Promise<Outcome> {
  // Everyone who wanted it has been answered by now: it is not worth a connection.
  if (performance.now() > read.deadline) return "abandoned";
  try {
    return { ok: true, value: await read.query.load() };
  } catch (error) {
    return { ok: false, error };
  }
}
