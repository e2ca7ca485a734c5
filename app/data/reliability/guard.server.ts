import { isDeepStrictEqual } from "node:util";
import { createBreaker, type Breaker } from "./breaker.server.ts";
import type { LATE } from "./deadline.server.ts";
import { failureKind, type FailureKind } from "./failure.server.ts";
import { createLastGood, type LastGoodOptions, type Place } from "./last-good.server.ts";
import { createRefusals } from "./refusals.server.ts";
import { createReadLimiter } from "./read-limiter.server.ts";
import { createTurns } from "./turns.server.ts";
import { createWriting, type WriteEvent } from "./writing.server.ts";

/** What a read brings: the value, where it comes from, and the time (ms since 1970) of which it tells. */
export type Guarded<T> = { value: T } & (
  { source: "fresh" | "stale"; asOf: number } | { source: "default"; asOf: null }
);

export type Read<T> = {
  /** What is read, for logs and for the breaker: "home", "library", … */
  name: string;
  /** Whose data it is. Part of the key, so that one club's values never reach another. */
  scope: string;
  /** What else the answer depends on (page, filter), when it does: of such answers fewer are remembered. */
  key?: string;
  budgetMs: number;
  fallback: T;
  load: () => Promise<T>;
};

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

type Outcome = { ok: true; value: unknown } | { ok: false; error: unknown } | "abandoned";
type Flight = {
  query: Read<unknown>;
  place: Place;
  startedAt: number;
  asOf: number;
  deadline: number;
  superseded: boolean;
  outcome: Promise<Outcome>;
};

/**
 * A read that has taken this long is given up: its place is free again, and nobody joins it. It is longer than every
 * budget, shorter than a statement on a dead connection takes to fail, and longer than the time for which a connection
 * is used without a ping, so that the next read pings before it uses another dead one.
 */
const OVERDUE_MS = 850;
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
  const flights = new Map<string, Flight>();
  const limiter = createReadLimiter(readsAtOnce, OVERDUE_MS);
  const turns = createTurns();
  const connection = createBreaker({ random });
  const breakers = new Map<string, Breaker>();
  const lastGood = createLastGood(memory);
  const refusals = createRefusals();

  /** Reads within a budget. Throws only what no database said: mistakes in the program. */
  async function read<T>(query: Read<T>): Promise<Guarded<T>> {
    const startedAt = performance.now();
    const place = placeOf(query);
    const flight = joinOrStart(place, query);
    const outcome = flight && (await turns.until(flight.startedAt + query.budgetMs, flight.outcome));
    const answer = toAnswer(place, query, flight, outcome);
    observe({ event: "read", name: query.name, source: answer.source, ms: performance.now() - startedAt });
    return answer;
  }

  function toAnswer<T>(
    place: Place,
    query: Read<T>,
    flight?: Flight,
    outcome?: Outcome | typeof LATE,
  ): Guarded<T> {
    if (flight && typeof outcome === "object") {
      if (outcome.ok) return { value: outcome.value as T, source: "fresh", asOf: flight.asOf };
      if (failureKind(outcome.error) === "other") throw outcome.error;
    }
    const remembered = lastGood.recall(place);
    if (remembered) return { value: remembered.value as T, source: "stale", asOf: remembered.asOf };
    return { value: query.fallback, source: "default", asOf: null };
  }

  /** The read under way for this key, or a new one; undefined when nobody should wait for one now. */
  function joinOrStart(place: Place, query: Read<unknown>): Flight | undefined {
    const deadline = performance.now() + query.budgetMs;
    const own = breakerOf(query.name);
    const running = flights.get(place.key);
    const hangs = running && performance.now() - running.startedAt >= Math.max(OVERDUE_MS, query.budgetMs);
    // Not while a breaker is open: then the running one may be a probe, and nobody waits for those.
    if (running && !hangs && connection.state() === "closed" && own.state() === "closed") {
      running.deadline = Math.max(running.deadline, deadline);
      return running;
    }
    const permits = [connection.permit(), own.permit()];
    if (permits.includes("refuse")) {
      // A permit to probe that the other breaker forbids goes back.
      if (permits[0] === "probe") connection.released();
      if (permits[1] === "probe") own.released();
      return undefined;
    }
    const probe = permits.includes("probe");
    const flight = start(place, query, probe ? Infinity : deadline);
    return probe ? undefined : flight;
  }

  function start(place: Place, query: Read<unknown>, deadline: number): Flight {
    const flight: Flight = {
      query,
      place,
      startedAt: performance.now(),
      asOf: Date.now(),
      deadline,
      superseded: false,
      outcome: Promise.resolve("abandoned"),
    };
    const run = async (): Promise<Outcome> => {
      // Everyone who wanted it has been answered: not worth a connection.
      if (performance.now() > flight.deadline) return "abandoned";
      try {
        return { ok: true, value: await query.load() };
      } catch (error) {
        return { ok: false, error };
      }
    };
    flight.outcome = limiter.run(run).then((outcome) => {
      if (flights.get(place.key) === flight) flights.delete(place.key);
      settle(flight, outcome);
      return outcome;
    });
    flights.set(place.key, flight);
    return flight;
  }

  function settle({ query, place, startedAt, asOf, superseded }: Flight, outcome: Outcome): void {
    // Never a probe: those have no deadline.
    if (outcome === "abandoned") return;
    const own = breakerOf(query.name);
    if (!outcome.ok) {
      const { error } = outcome;
      const kind = failureKind(error);
      observe({ event: "read-failed", name: query.name, kind, error });
      refusals.failed(query.name, kind, error);
      return recordFailure(kind, own, startedAt);
    }
    connection.succeeded();
    own.succeeded();
    refusals.succeeded(query.name);
    // A probe may have overtaken this one.
    const outdated = superseded || (lastGood.recall(place)?.askedAt ?? -Infinity) > startedAt;
    if (outdated) return;
    const { value } = outcome;
    const saysNothing = isDeepStrictEqual(value, query.fallback);
    lastGood.remember(place, { value, asOf, askedAt: startedAt }, { saysNothing });
  }

  function recordFailure(kind: FailureKind, own: Breaker, since: number): void {
    // The database answered, if only to refuse: other reads may still work.
    if (kind === "unreachable") connection.failed(since);
    else connection.succeeded();
    // Not after refusals: they come at once, and one odd row must not hold back other people's pages.
    if (kind === "busy") own.failed(since);
    else own.succeeded();
  }

  function breakerOf(name: string): Breaker {
    const known = breakers.get(name);
    if (known) return known;
    const made = createBreaker({ random });
    breakers.set(name, made);
    return made;
  }

  /** Says that data of these scopes changed: reads sent before are neither joined nor remembered. */
  function touch(scopes: readonly string[]): void {
    for (const [key, flight] of flights) {
      if (!scopes.includes(flight.place.scope)) continue;
      flight.superseded = true;
      flights.delete(key);
    }
  }

  /**
   * For /readyz: the state of the shared breaker and of each read's own, since when each is closed or is not, and what the
   * database refuses, and why it is not reached while it is not.
   */
  function state() {
    const own = [...breakers];
    return {
      connection: connection.state(),
      since: connection.since(),
      reason: connection.state() === "closed" ? null : refusals.whyUnreached(),
      reads: Object.fromEntries(own.map(([name, breaker]) => [name, breaker.state()])),
      readsSince: Object.fromEntries(own.map(([name, breaker]) => [name, breaker.since()])),
      remembered: lastGood.size(),
      refusals: refusals.recent(),
    };
  }

  return { read, write: createWriting({ connection, refusals, observe, touch }), touch, state };
}

function placeOf({ name, scope, key }: Read<unknown>): Place {
  return { scope, key: JSON.stringify([name, scope, key ?? ""]), oneOfMany: Boolean(key) };
}
