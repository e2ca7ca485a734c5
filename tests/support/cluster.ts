import { existsSync } from "node:fs";
import { chmod, mkdtemp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { escapeIdentifier } from "pg";
import { packageRoot } from "#app/embedded-postgres/binaries.ts";
import { SUPERUSER } from "#app/embedded-postgres/layout.ts";
import { startEmbedded } from "#app/embedded-postgres/embedded-postgres.server.ts";
import { removeFolder } from "#tests/support/folder.ts";
import { withClient } from "#tests/support/with-client.ts";

export type TestCluster = {
  /** Connects as a user that may create and drop databases. */
  adminUrl: string;
  stop(): Promise<void>;
};

export const FAST_AND_FORGETFUL = {
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "off",
  max_connections: "200",
};

/**
 * A throwaway PostgreSQL for one test run, gone with its folder after stop(). With TEST_DATABASE_URL set,
 * that server is used instead and stop() does nothing.
 */
export async function startTestCluster(): Promise<TestCluster> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { adminUrl: given, stop: () => Promise.resolve() };
  const folder = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-test-"));
  // For root the server runs as another account, which must be able to reach the folder.
  await chmod(folder, 0o755);
  const settings: Record<string, string> = { ...FAST_AND_FORGETFUL };
  const library = "pg_stat_statements";
  if (hasLibrary(library)) settings.shared_preload_libraries = library;
  const discard = () => removeFolder(folder);
  try {
    const server = await startEmbedded({ dataDir: folder, settings });
    return { adminUrl: asSuperuser(server.connectionString()), stop: () => server.stop().then(discard) };
  } catch (error) {
    await discard();
    throw error;
  }
}

/** Whether the embedded PostgreSQL brings this library, as shared_preload_libraries names it. */
export function hasLibrary(name: string): boolean {
  const extension = { win32: ".dll", darwin: ".dylib" }[process.platform as string] ?? ".so";
  return existsSync(path.join(packageRoot(), "native", "lib", "postgresql", name + extension));
}

/**
 * Copies the template (nobody may be connected to it) into a new database; answers its connection string,
 * with the admin's user.
 */
export async function createDatabase(input: {
  adminUrl: string;
  template: string;
  name: string;
}): Promise<string> {
  const { adminUrl, template, name } = input;
  const [copy, original] = [name, template].map((word) => escapeIdentifier(word));
  await withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ version: number }>(
      "select current_setting('server_version_num')::integer as version",
    );
    // PostgreSQL before 15 always copies like this, and does not know the option.
    const strategy = rows[0]!.version >= 150_000 ? " STRATEGY file_copy" : "";
    await client.query(`CREATE DATABASE ${copy} TEMPLATE ${original}${strategy}`);
  });
  return databaseUrl({ adminUrl, name });
}

/** Drops a database and the connections it still has, if it exists. */
export async function dropDatabase({ adminUrl, name }: { adminUrl: string; name: string }): Promise<void> {
  await withClient(adminUrl, (client) =>
    client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`),
  );
}

/** Drops every database whose name begins like this. */
export async function dropDatabases({
  adminUrl,
  beginning,
}: {
  adminUrl: string;
  beginning: string;
}): Promise<void> {
  let names: string[] = [];
  await withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "select datname as name from pg_database where starts_with(datname, $1)",
      [beginning],
    );
    names = rows.map(({ name }) => name);
  });
  for (const name of names) await dropDatabase({ adminUrl, name });
}

export function databaseUrl({ adminUrl, name }: { adminUrl: string; name: string }): string {
  const url = new URL(adminUrl);
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.href;
}

function asSuperuser(connectionString: string): string {
  const url = new URL(databaseUrl({ adminUrl: connectionString, name: "postgres" }));
  url.username = SUPERUSER;
  return url.href;
}
