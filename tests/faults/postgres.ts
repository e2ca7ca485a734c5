import { execFile } from "node:child_process";
import { chmod, mkdtemp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { Client } from "pg";
import { TABLES } from "#app/data/tables.server.ts";
import { SUPERUSER } from "#app/embedded-postgres/layout.ts";
import { startEmbedded } from "#app/embedded-postgres/embedded-postgres.server.ts";
import { atEnd } from "#tests/bench/closing.ts";
import { removeFolder } from "#tests/support/folder.ts";

const DEADLOCK = "40P01";
const DEADLOCKS_MOST = 5;

export type Postgres = Awaited<ReturnType<typeof startPostgres>>;

/** Ends every session of the app. */
export const TERMINATE = "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app'";
const BACK_WITHIN_MS = 15_000;

/** A throwaway PostgreSQL as `npm start` runs it, with every commit synced, and ways to damage it. */
export async function startPostgres() {
  const folder = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-faults-"));
  atEnd(() => removeFolder(folder));
  // For root the server runs as another account, which must be able to reach the folder.
  await chmod(folder, 0o755);
  const server = await startEmbedded({ dataDir: folder });
  atEnd(() => server.stop());
  let frozen: number[] = [];
  // A frozen server cannot be shut down normally.
  atEnd(thaw);

  /** A connection of the superuser that does not go through the proxy; to the app's database unless told otherwise. */
  async function connect({ database, name }: { database?: string; name?: string } = {}): Promise<Client> {
    const url = new URL(server.connectionString());
    url.username = SUPERUSER;
    if (database) url.pathname = `/${database}`;
    const client = new Client({
      connectionString: url.href,
      connectionTimeoutMillis: 5_000,
      application_name: name,
    });
    // When the server ends it, the next query notices.
    client.on("error", () => undefined);
    await client.connect();
    return client;
  }

  async function query<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const client = await connect();
    try {
      return (await client.query(sql, values)).rows as Row[];
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** Of two that wait for each other the server ends one; a person whose command that was would give it again. */
  async function run(sql: string, database?: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const client = await connect({ database });
      try {
        await client.query(sql);
        return;
      } catch (error) {
        if (attempt === DEADLOCKS_MOST || (error as { code?: string }).code !== DEADLOCK) throw error;
      } finally {
        await client.end().catch(() => undefined);
      }
    }
  }

  /** Names of the app's tables, constraints and indexes that are there. */
  async function parts(): Promise<string[]> {
    const rows = await query<{ name: string }>(
      `with own as (
         select pg_class.oid, relname from pg_class join pg_namespace on pg_namespace.oid = relnamespace
         where nspname = 'public' and relname = any($1)
       )
       select relname as name from own
       union all select conname from pg_constraint join own on own.oid = conrelid
       union all select index.relname from pg_index join own on own.oid = indrelid
                 join pg_class index on index.oid = indexrelid`,
      [TABLES],
    );
    return rows.map(({ name }) => name);
  }

  async function freeze(): Promise<void> {
    const postmaster = server.pid()!;
    // The process that starts new ones comes first.
    process.kill(postmaster, "SIGSTOP");
    frozen = [postmaster, ...(await childrenOf(postmaster))];
    for (const pid of frozen) signal(pid, "SIGSTOP");
  }

  function thaw(): void {
    for (const pid of frozen.splice(0)) signal(pid, "SIGCONT");
  }

  /** Kills the server; what started it starts it again at once. Resolves when it answers. */
  async function restart(how: "fast" | "immediate"): Promise<void> {
    const before = server.pid()!;
    signal(before, how === "fast" ? "SIGINT" : "SIGQUIT");
    const deadline = performance.now() + BACK_WITHIN_MS;
    for (;;) {
      const pid = server.pid();
      if (pid !== null && pid !== before) return;
      if (performance.now() > deadline) throw new Error("the database did not come back");
      await sleep(10);
    }
  }

  return {
    folder,
    url: () => server.connectionString(),
    port: () => Number(new URL(server.connectionString()).port),
    connect,
    query,
    run,
    parts,
    freeze,
    thaw,
    restart,
    /** It stops and does not come back. */
    vanish: () => server.stop(),
  };
}

async function childrenOf(parent: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid="]);
  const lines = stdout.trim().split("\n");
  return lines.flatMap((line) => {
    const [pid, ppid] = line.trim().split(/\s+/).map(Number);
    return ppid === parent ? [pid!] : [];
  });
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended since the list was made.
  }
}
