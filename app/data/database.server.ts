import { setTimeout as delay } from "node:timers/promises";
import type { Knex } from "knex";
import type { Config } from "#app/config.server.ts";
import { bundledMigrations } from "./schema/bundled-migrations.server.ts";
import { isOfTables } from "./reliability/failure.server.ts";
import { createGuard, type Guard, type GuardEvent } from "./reliability/guard.server.ts";
import { keepSearchPrepared, type TitleSearch } from "./schema/search-indexes.server.ts";
import { startMigrator, type Migrator } from "./schema/migrator.server.ts";
import { openPool, type Address } from "./reliability/pool.server.ts";
import { readsAtOnceIn } from "./reliability/read-limiter.server.ts";
import { ORIGINAL_ADVICE } from "./schema/original.server.ts";
import { ADVICE, type Tidings } from "./schema/up-to-date.server.ts";

export type Database = {
  db: Knex;
  guard: Guard;
  migrator: Migrator;
  /** How titles are looked for at present. */
  titleSearch: () => TitleSearch;
  /** The address that leads past any pooler. */
  direct: Address;
  budgets: Config["budgets"];
  /** When the database last answered, in milliseconds since 1970; null before its first answer. */
  lastAnswer: () => number | null;
  /** Ends the pool; resolves within two seconds even when the server hangs. */
  close(): Promise<void>;
};

/** What was made again of lost tables, or what is missing now. */
export type TablesEvent = { event: "tables"; advice?: string; originalAdvice?: string } & Partial<
  Omit<Tidings, "applied">
>;

/** The embedded server is still starting, so nothing was sent. */
class DatabaseStarting extends Error {
  readonly code = "ESTARTING";
}

const CLOSE_MS = 2_000;
const PROBE_EVERY_MS = 500;
/** Must be shorter than the pool's time for connecting. */
const STARTING_MS = 1_500;

let current: Database | undefined;

/** The database of this process. Throws when openDatabase() has not been called. */
export function database(): Database {
  if (!current) throw new Error("openDatabase() has not been called");
  return current;
}

/**
 * Opens the database of this process: pool, guard, and migrations in the background. Returns at once and never fails:
 * problems of the database show in the answers of the guard. Addresses may become known later; `direct` leads to the
 * same database past any pooler, for migrations and for listening.
 */
export function openDatabase({
  address,
  direct = address,
  settings,
  observe,
}: {
  address: Promise<() => string>;
  direct?: Promise<() => string>;
  settings: Pick<Config, "budgets" | "poolMax" | "restoreTables">;
  observe: (event: GuardEvent | TablesEvent | { event: "migration-failed"; error: unknown }) => void;
}): Database {
  const whenStarted = addressOf(address);
  const past = addressOf(direct);
  const db = openPool({ address: whenStarted, max: settings.poolMax, statementMs: settings.budgets.writeMs });
  const onFailure = (error: unknown) => {
    // Nothing is wrong yet, and whoever starts the server tells how that goes.
    if (!(error instanceof DatabaseStarting)) observe({ event: "migration-failed", error });
  };
  const search = keepSearchPrepared({ address: past, onFailure });
  const migrator = startMigrator({
    address: past,
    migrations: bundledMigrations,
    restoring: settings.restoreTables,
    onFailure,
    onTidings: (tidings) => observe(eventOf(tidings)),
    onCurrent: search.prepare,
  });
  const guard = createGuard({
    readsAtOnce: readsAtOnceIn(settings.poolMax),
    observe(event) {
      if ("error" in event && isOfTables(event.error)) migrator.wake();
      observe(event);
    },
  });
  let answeredAt: number | null = null;
  db.on("query-response", () => (answeredAt = Date.now()));
  const probes = setInterval(() => probe(guard, db), PROBE_EVERY_MS).unref();
  const close = async () => {
    clearInterval(probes);
    await Promise.race([
      Promise.all([migrator.stop(), search.stop(), db.destroy()]),
      delay(CLOSE_MS, undefined, { ref: false }),
    ]);
  };
  const lastAnswer = () => answeredAt;
  current = {
    db,
    guard,
    migrator,
    titleSearch: search.kind,
    direct: past,
    budgets: settings.budgets,
    lastAnswer,
    close,
  };
  return current;
}

function eventOf({ restored, renewed, missing, changed, reason, original }: Tidings): TablesEvent {
  return {
    event: "tables",
    ...(restored.length > 0 && { restored }),
    ...(renewed > 0 && { renewed }),
    ...(changed.length > 0 && { changed }),
    missing,
    ...(reason && { reason, advice: ADVICE[reason] }),
    ...(original.length > 0 && { original, originalAdvice: ORIGINAL_ADVICE }),
  };
}

/**
 * Asks an absent database by itself: without visitors nobody else would find out that it is back, and load balancers
 * send visitors only when /readyz says so.
 */
function probe(guard: Guard, db: Knex): void {
  if (guard.state().connection === "closed") return;
  const load = async () => {
    await db.raw("select 1");
    return null;
  };
  // With a budget of 0 this waits for nothing, and so never throws.
  void guard.read({ name: "probe", scope: "process", budgetMs: 0, fallback: null, load });
}

function addressOf(starting: Promise<() => string>): Address {
  let started: (() => string) | undefined;
  const soon = async () => {
    started = await Promise.race([starting, delay(STARTING_MS, undefined, { ref: false })]);
    if (!started) throw new DatabaseStarting("the embedded database is still starting");
    return started();
  };
  return () => (started ? started() : soon());
}
