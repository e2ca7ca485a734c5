import { database } from "./database.server.ts";
import { SEARCH_ADVICE } from "./schema/search-indexes.server.ts";
import { REMEDY } from "./reliability/why-unreached.server.ts";
import { ORIGINAL_ADVICE } from "./schema/original.server.ts";
import { ADVICE } from "./schema/up-to-date.server.ts";

type Pool = { max: number; numUsed(): number; numFree(): number; numPendingAcquires(): number };

/** The state of the database as this process knows it, without asking. Nothing secret is in it. */
export function databaseReport() {
  const { db, guard, migrator, titleSearch, lastAnswer } = database();
  const search = titleSearch();
  const migrations = migrator.state();
  const breaker = guard.state();
  const migrated = migrations.state === "current";
  // Migrations count too: they use a pool of their own.
  const answered = lastAnswer() ?? (migrated ? migrations.since : null);
  const away = breaker.connection !== "closed";
  const heard = answered === null ? "unknown" : "answering";
  const unreached = answered === null ? (breaker.reason ?? migrations.unreached) : breaker.reason;
  const { lastFailure, missing, changed, reason, restored, original } = migrations;
  return {
    ready: migrated && !away && breaker.refusals.length === 0,
    pid: process.pid,
    uptimeSeconds: Math.round(process.uptime()),
    database: {
      state: away ? "away" : heard,
      since: time(breaker.since),
      lastAnswer: answered && time(answered),
      // A reason and advice of our own; pg's words could name a host, a user or a path.
      reason: unreached,
      advice: unreached && REMEDY[unreached],
    },
    migrations: {
      state: migrations.state,
      since: time(migrations.since),
      appliedByThisProcess: migrations.applied.length,
      failures: migrations.failures,
      // The message is left out, as it may name a host; kind and code can't.
      lastFailure: lastFailure && { ...lastFailure, at: time(lastFailure.at) },
    },
    // Names of tables and columns are no secret: the source is open.
    tables: { missing, changed, restored, reason, advice: reason && ADVICE[reason] },
    // Of the app that this one replaces.
    original: original.length > 0 ? { tables: original, advice: ORIGINAL_ADVICE } : null,
    // Not a reason to send visitors elsewhere: a plain search finds what is typed right.
    titleSearch: {
      kind: search,
      advice: search in SEARCH_ADVICE ? SEARCH_ADVICE[search as keyof typeof SEARCH_ADVICE] : null,
    },
    // Which errors the database answers with, as SQLSTATE only: its messages may quote what people typed.
    refusals: breaker.refusals.map((refusal) => ({ ...refusal, at: time(refusal.at) })),
    breakers: {
      connection: { state: breaker.connection, since: time(breaker.since) },
      reads: Object.fromEntries(
        Object.entries(breaker.reads).map(([name, state]) => [
          name,
          { state, since: time(breaker.readsSince[name] ?? 0) },
        ]),
      ),
    },
    pool: poolCounts(db.client.pool as Pool | undefined),
  };
}

function poolCounts(pool: Pool | undefined) {
  return {
    used: pool?.numUsed() ?? 0,
    free: pool?.numFree() ?? 0,
    waiting: pool?.numPendingAcquires() ?? 0,
    max: pool?.max ?? 0,
  };
}

function time(ms: number): string {
  return new Date(ms).toISOString();
}
