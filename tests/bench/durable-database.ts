import { chmod, mkdtemp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Client } from "pg";
import { SUPERUSER } from "#app/embedded-postgres/layout.ts";
import { startEmbedded } from "#app/embedded-postgres/embedded-postgres.server.ts";
import { atEnd } from "./closing.ts";
import { hasLibrary } from "#tests/support/cluster.ts";
import { removeFolder } from "#tests/support/folder.ts";

export type BenchDatabase = {
  /** What the app connects with. */
  url: string;
  admin: Client;
  /** How statements are counted, in words. */
  counting: string;
  /** Statements that the app has sent so far. */
  statements(): Promise<number>;
};

/**
 * A throwaway PostgreSQL as `npm start` runs it, which syncs every commit: tests/support/cluster.ts does not, and
 * writes would look cheaper than they are.
 */
export async function startDurableDatabase(settings: Record<string, string> = {}): Promise<BenchDatabase> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-bench-"));
  atEnd(() => removeFolder(folder));
  // Under root the server runs as another account, which has to pass through.
  await chmod(folder, 0o755);
  const library = "pg_stat_statements";
  if (!hasLibrary(library)) throw new Error(`the embedded PostgreSQL has no ${library}`);
  const server = await startEmbedded({
    dataDir: folder,
    settings: { ...settings, shared_preload_libraries: library },
  });
  atEnd(() => server.stop());
  const url = server.connectionString();
  const superuser = new URL(url);
  superuser.username = SUPERUSER;
  const admin = new Client({ connectionString: superuser.href });
  admin.on("error", () => {});
  await admin.connect();
  atEnd(() => admin.end());
  await admin.query(`create extension if not exists ${library}`);
  return { url, admin, counting: library, statements: () => statementsOfApp(admin) };
}

async function statementsOfApp(admin: Client): Promise<number> {
  const { rows } = await admin.query<{ calls: number }>(
    `select coalesce(sum(calls), 0)::integer as calls from pg_stat_statements
     where userid <> (select usesysid from pg_user where usename = current_user)`,
  );
  return rows[0]!.calls;
}
