import type { Knex } from "knex";
import { openMigrationPool } from "./pool.server.ts";

type Module = Pick<Knex.Migration, "up" | "down">;

/**
 * The migrations inside the server bundle, under their `.ts` names, so that the command line and the app agree on what
 * has been applied.
 */
const bundled: Record<string, Module> = import.meta.glob<Module>("../../migrations/*.ts", { eager: true });

/** Any number, the same in every process: whoever holds it migrates. */
const LOCK = 7_239_114_051;

const RETRY_MS = [250, 500, 1_000, 2_000, 5_000] as const;

export type MigrationState = {
  state: "pending" | "running" | "current";
  applied: string[];
  lastError: string | null;
};
export type Migrator = ReturnType<typeof startMigrator>;

/**
 * Brings the tables up to date in the background, again and again until it has succeeded. `wake()` makes it look once
 * more, for when tables turn out to be missing. Failures go to `onFailure`; nothing is ever thrown.
 */
export function startMigrator({
  address,
  onFailure,
}: {
  address: () => string | Promise<string>;
  onFailure: (error: unknown) => void;
}) {
  const now: MigrationState = { state: "pending", applied: [], lastError: null };
  let stopped = false;
  let attempts = 0;
  let timer: NodeJS.Timeout | undefined;

  async function attempt(): Promise<void> {
    now.state = "running";
    try {
      now.applied.push(...(await migrate(address)));
      now.state = "current";
      now.lastError = null;
      attempts = 0;
    } catch (error) {
      now.state = "pending";
      now.lastError = error instanceof Error ? error.message : String(error);
      onFailure(error);
      later(RETRY_MS[Math.min(attempts++, RETRY_MS.length - 1)] ?? 5_000);
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
    wake(): void {
      if (now.state === "current") {
        now.state = "pending";
        later(RETRY_MS[0]);
      }
    },
    /** Starts no further attempt; resolves when the one under way has ended. */
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/**
 * Applies what is missing and returns the names of what it applied. One process at a time, by an advisory lock that
 * ends with its connection, so a killed migration leaves nothing locked. Rejects with the error of pg or knex.
 */
export async function migrate(address: () => string | Promise<string>): Promise<string[]> {
  const pool = openMigrationPool(address);
  try {
    const holder = await pool.client.acquireConnection();
    try {
      await holder.query("select pg_advisory_lock($1)", [LOCK]);
      const [, names] = (await pool.migrate.latest({ migrationSource: source(bundled) })) as [
        number,
        string[],
      ];
      return names;
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
