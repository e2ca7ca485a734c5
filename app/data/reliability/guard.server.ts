import { isDeepStrictEqual } from "node:util";
import type { LATE } from "./deadline.server.ts";
import { failureKind, type FailureKind } from "./failure.server.ts";
import { createLastGood, type LastGoodOptions, type Place } from "./last-good.server.ts";
import { createReadBreakers } from "./read-breakers.server.ts";
import { createRefusals } from "./refusals.server.ts";
import { createRunningReads, type Outcome, type Read, type RunningRead } from "./running-reads.server.ts";
import { createTurns } from "./turns.server.ts";
import { createWriting, type WriteEvent } from "./writing.server.ts";

export type { Read } from "./running-reads.server.ts";

/** What a read brings: the value, where it comes from, and, if it is stale, of which moment it tells (ms since 1970). */
export type Guarded<T> = { value: T } & (
  { source: "stale"; asOf: number } | { source: "fresh" | "default"; asOf: null }
);

export type GuardEvent =
  | { event: "read"; name: string; source: Guarded<unknown>["source"]; ms: number }
  | { event: "read-failed"; name: string; kind: FailureKind; error: unknown }
  | WriteEvent;

export type GuardOptions = LastGoodOptions & {
  random?: () => number;
  observe?: (event: GuardEvent) => void;
  /** Reads that may hold connections at once, not counting as many that hang; see readsAtOnceIn(). */
  readsAtOnce?: number;
};

export type Guard = ReturnType<typeof createGuard>;

/**
 * Stands between pages and the database, so that no visitor waits longer than a budget.
 *
 * A read is answered fresh in time, else with the last good value, else with the caller's default. Reads of one key
 * share one statement; a late one is abandoned, and what it brings becomes the last good value. After failures it
 * answers at once and lets one read probe in the background.
 */
export function createGuard({
  random = Math.random,
  observe = () => {},
  readsAtOnce = 3,
  ...memory
}: GuardOptions = {}) {
  const breakers = createReadBreakers({ random });
  const running = createRunningReads({ atOnce: readsAtOnce, settle });
  const turns = createTurns();
  const lastGood = createLastGood(memory);
  const refusals = createRefusals();

  /** Reads within a budget. Throws only errors that did not come from the database: mistakes in the program. */
  async function read<T>(query: Read<T>): Promise<Guarded<T>> {
    const startedAt = performance.now();
    const place = placeOf(query);
    const awaited = joinOrStart(place, query);
    const outcome = awaited && (await turns.until(awaited.startedAt + query.budgetMs, awaited.outcome));
    const answer = freshIn<T>(awaited, outcome) ?? remembered(place, query);
    observe({ event: "read", name: query.name, source: answer.source, ms: performance.now() - startedAt });
    return answer;
  }

  /** The read under way for this place, or a new one; undefined when nobody should wait for one now. */
  function joinOrStart(place: Place, query: Read<unknown>): RunningRead | undefined {
    const deadline = performance.now() + query.budgetMs;
    // While a breaker is open the read under way may be a probe, and nobody waits for those.
    const joined = breakers.isClosed(query.name)
      ? running.join(place, { budgetMs: query.budgetMs, deadline })
      : undefined;
    if (joined) return joined;
    const permit = breakers.permit(query.name);
    if (permit === "ask") return running.start(place, query, deadline);
    if (permit === "probe") running.start(place, query, Infinity);
    return undefined;
  }

  function remembered<T>(place: Place, query: Read<T>): Guarded<T> {
    const last = lastGood.recall(place);
    return last
      ? { value: last.value as T, source: "stale", asOf: last.asOf }
      : { value: query.fallback, source: "default", asOf: null };
  }

  /** Learns from the end of a read, in time or not. */
  function settle(ended: RunningRead, outcome: Outcome): void {
    // Never a probe: those have no deadline.
    if (outcome === "abandoned") return;
    const { query, startedAt } = ended;
    if (outcome.ok) {
      breakers.succeeded(query.name);
      refusals.succeeded(query.name);
      return remember(ended, outcome.value);
    }
    const { error } = outcome;
    const kind = failureKind(error);
    observe({ event: "read-failed", name: query.name, kind, error });
    refusals.failed(query.name, kind, error);
    breakers.failed(query.name, kind, startedAt);
  }

  function remember({ query, place, startedAt, asOf, superseded }: RunningRead, value: unknown): void {
    // A read that was sent later, such as a probe, may have been answered before.
    const outdated = superseded || (lastGood.recall(place)?.askedAt ?? -Infinity) > startedAt;
    if (outdated) return;
    const saysNothing = isDeepStrictEqual(value, query.fallback);
    lastGood.remember(place, { value, asOf, askedAt: startedAt }, { saysNothing });
  }

  /** Says that data of these scopes has changed: reads that were sent before are neither joined nor remembered. */
  function touch(scopes: readonly string[]): void {
    running.supersede(scopes);
  }

  /** Says that there is nothing to be seen of these scopes any more: not even their last good values. */
  function forget(scopes: readonly string[]): void {
    touch(scopes);
    for (const scope of scopes) lastGood.forget(scope);
  }

  /**
   * For /readyz: the state of the shared breaker and of each read's own, since when each is closed or is not, what the
   * database refuses, and why it is not reached while it is not.
   */
  function state() {
    const { connection, since, ...reads } = breakers.states();
    const reason = connection === "closed" ? null : refusals.whyUnreached();
    return { connection, since, reason, ...reads, remembered: lastGood.size(), refusals: refusals.recent() };
  }

  const write = createWriting({ connection: breakers.connection, refusals, observe, touch });
  return { read, write, touch, forget, state };
}

/** The answer of a read that came in time; null when it did not, or when the database failed. Throws all other errors. */
function freshIn<T>(read?: RunningRead, outcome?: Outcome | typeof LATE): Guarded<T> | null {
  if (!read || typeof outcome !== "object") return null;
  if (outcome.ok) return { value: outcome.value as T, source: "fresh", asOf: null };
  if (failureKind(outcome.error) === "other") throw outcome.error;
  return null;
}

function placeOf({ name, scope, key }: Read<unknown>): Place {
  return { scope, key: JSON.stringify([name, scope, key ?? ""]), oneOfMany: Boolean(key) };
}
