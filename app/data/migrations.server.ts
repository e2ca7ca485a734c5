import type { Knex } from "knex";
import { failureKind, type FailureKind } from "./failure.server.ts";
import { openMigrationPool } from "./pool.server.ts";

type Module = Pick<Knex.Migration, "up" | "down">;

/**
 * The migrations inside the server bundle, under their `.ts` names, so that the command line and the app agree on what
 * has been applied.
 */
const bundled: Record<string, Module> = import.meta.glob<Module>("../../migrations/*.ts", { eager: true });

/** Any number, the same in every process: whoever holds it migrates. */
const LOCK = 7_239_114_051;

/** Short at the end too: a database that came back should be in use within two seconds. */
const RETRY_MS = [250, 500, 1_000, 1_500] as const;
/**
 * When restoring brought nothing back, a statement that was late may have woken us, or the program asks for what was
 * never made. So not at once again, but soon: the next time a table may really be gone.
 */
const FUTILE_MS = 1_500;

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
};
export type Migrator = ReturnType<typeof startMigrator>;

/**
 * Brings the tables up to date in the background, again and again until it has succeeded. `wake()` makes it look once
 * more and restore what is missing. Failures go to `onFailure`; nothing is ever thrown.
 */
export function startMigrator({
  address,
  onFailure,
}: {
  address: () => string | Promise<string>;
  onFailure: (error: unknown) => void;
}) {
  const now: MigrationState = {
    state: "pending",
    since: Date.now(),
    applied: [],
    lastError: null,
    failures: 0,
    lastFailure: null,
  };
  let stopped = false;
  let missing = false;
  let futile = false;
  let timer: NodeJS.Timeout | undefined;

  function become(state: MigrationState["state"]): void {
    if ((state === "current") !== (now.state === "current")) now.since = Date.now();
    now.state = state;
  }

  async function attempt(): Promise<void> {
    become("running");
    try {
      const applied = await migrate(address);
      futile = missing && !(await restoreTables(address)) && applied.length === 0;
      missing = false;
      now.failures = 0;
      now.applied.push(...applied);
      now.lastError = null;
      become("current");
    } catch (error) {
      become("pending");
      now.lastError = error instanceof Error ? error.message : String(error);
      now.lastFailure = { kind: failureKind(error), code: codeOf(error), at: Date.now() };
      onFailure(error);
      later(RETRY_MS[Math.min(now.failures++, RETRY_MS.length - 1)] ?? 1_500);
    }
  }

  function later(ms: number): void {
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = attempt();
    }, ms);
    timer.unref();
  }

  let running = attempt();

  return {
    state: (): MigrationState => ({ ...now, applied: [...now.applied] }),
    /** To be called when a statement met a table or column that is not there. */
    wake(): void {
      if (now.state !== "current") return;
      missing = true;
      become("pending");
      later(futile ? FUTILE_MS : RETRY_MS[0]);
    },
    /** Starts no further attempt; resolves when the one under way has ended. */
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

/** Applies what is missing and returns the names of what it applied. Rejects with the error of pg or knex. */
export function migrate(address: () => string | Promise<string>): Promise<string[]> {
  return alone(address, async (pool) => {
    const [, names] = (await pool.migrate.latest({
      migrationSource: source(bundled),
      // An older release must run beside a newer one, as every deploy overlaps two.
      disableMigrationsListValidation: true,
    })) as [number, string[]];
    return names;
  });
}

/**
 * Makes tables again, empty, that were dropped although their migrations count as applied. False when nothing was
 * missing. Every migration can therefore be run again on what it made; tests/data/migrations.test.ts holds them to it.
 */
export function restoreTables(address: () => string | Promise<string>): Promise<boolean> {
  return alone(address, (pool) =>
    pool.transaction(async (trx) => {
      const before = await partsOf(trx);
      for (const path of Object.keys(bundled).sort()) await bundled[path]!.up(trx);
      return (await partsOf(trx)) > before;
    }),
  );
}

/** How many columns and constraints there are. */
async function partsOf(db: Knex): Promise<number> {
  const { rows } = await db.raw<{ rows: { parts: number }[] }>(
    `select (select count(*) from pg_attribute join pg_class on attrelid = pg_class.oid
             where relnamespace = current_schema()::regnamespace and not attisdropped)::integer
          + (select count(*) from pg_constraint where connamespace = current_schema()::regnamespace)::integer as parts`,
  );
  return rows[0]!.parts;
}

/** One process at a time, by an advisory lock that ends with its connection: a killed migration leaves nothing locked. */
async function alone<T>(
  address: () => string | Promise<string>,
  work: (pool: Knex) => Promise<T>,
): Promise<T> {
  const pool = openMigrationPool(address);
  try {
    const holder = await pool.client.acquireConnection();
    try {
      await holder.query("select pg_advisory_lock($1)", [LOCK]);
      return await work(pool);
    } finally {
      await holder.query("select pg_advisory_unlock_all()").catch(() => {
        // The connection is gone, and the lock with it.
      });
      await pool.client.releaseConnection(holder);
    }
  } finally {
    await pool.destroy();
  }
}

function source(modules: Record<string, Module>): Knex.MigrationSource<string> {
  const byName = new Map(Object.entries(modules).map(([path, module]) => [path.split("/").at(-1)!, module]));
  return {
    getMigrations: () => Promise.resolve([...byName.keys()].sort()),
    getMigrationName: (name) => name,
    getMigration: (name) => Promise.resolve(byName.get(name) as Knex.Migration),
  };
}
