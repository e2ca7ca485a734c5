import { chmod, chown, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { handOver } from "./account.ts";
import type { Account } from "./command.ts";
import type { Binaries } from "./binaries.ts";
import { run, type CommandOptions } from "./command.ts";
import { codeOf } from "./folder.ts";
import type { Guardian } from "./guardian.ts";
import { APP_NAME, SUPERUSER, UNFINISHED_PREFIX, type Layout } from "./layout.ts";
import { openLog } from "./server-log.ts";
import { type Emit, EmbeddedUnavailable } from "./outcome.ts";
import { keepPassword, newPassword, readPassword } from "./password.ts";

export type Making = {
  layout: Layout;
  binaries: Binaries;
  account: Account;
  guardian: Guardian;
  emit: Emit;
  /** Whether it is synced to the disk; false only for throwaway clusters. */
  durable: boolean;
};

/**
 * Makes sure a complete cluster with the role and database `app` is there, and answers its password.
 * Throws EmbeddedUnavailable when the folder holds something this server can't open.
 */
export async function ensureCluster(making: Making): Promise<string> {
  const { layout, account, emit } = making;
  await removeUnfinished(layout);
  if (await clusterExists(making)) {
    await handOver(layout.cluster, account);
    await closeToOthers(layout);
    return (await readPassword(layout)) ?? renewPassword(making);
  }
  emit({ kind: "initialising" });
  const password = (await readPassword(layout)) ?? newPassword();
  await keepPassword(layout, password);
  await createCluster(making, password);
  return password;
}

async function clusterExists({ layout, binaries }: Making): Promise<boolean> {
  const names = await readdir(layout.cluster).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  });
  if (names.length === 0) return false;
  const found = (await versionIn(layout.cluster)) ?? (await restoredVersion(layout));
  if (found === null)
    throw new EmbeddedUnavailable(
      `${layout.cluster} holds files that are not a database, or not all of one. Move them away, and an empty one is made; ` +
        `or put a copy back that was made while the app was stopped; or set DATA_DIR or DATABASE_URL.`,
    );
  if (found === binaries.major) return true;
  throw new EmbeddedUnavailable(
    `${layout.cluster} was made by PostgreSQL ${found}, and this app brings ${binaries.major}. ` +
      `Dump it with the old version and restore it here, or set DATA_DIR or DATABASE_URL.`,
  );
}

/** The major version, as "18"; null when it is written nowhere. */
async function versionIn(folder: string): Promise<string | null> {
  const text = await readFile(path.join(folder, "PG_VERSION"), "utf8").catch(() => "");
  return text.trim() || null;
}

/** After a power cut the file may be empty. Each database's folder has a copy of it. */
async function restoredVersion({ cluster }: Layout): Promise<string | null> {
  const version = await versionIn(path.join(cluster, "base", "1"));
  if (version === null) return null;
  const file = path.join(cluster, "PG_VERSION");
  await writeFile(file, `${version}\n`, { mode: 0o600 });
  const { uid, gid } = await stat(cluster);
  if (process.getuid?.() === 0) await chown(file, uid, gid);
  return version;
}

/** Somebody may have opened the folder to everybody in order to get in; PostgreSQL refuses such a folder. */
async function closeToOthers({ cluster, password }: Layout): Promise<void> {
  if (process.platform === "win32") return;
  await closeOne(cluster, 0o700);
  if (await readPassword({ password })) await closeOne(password, 0o600);
}

async function closeOne(place: string, mode: number): Promise<void> {
  if (((await stat(place)).mode & 0o077) !== 0) await chmod(place, mode);
}

/** Built next to its final place and renamed when complete, so that there is a whole cluster or none. */
async function createCluster(making: Making, password: string): Promise<void> {
  const { layout, binaries, account, durable } = making;
  const unfinished = path.join(layout.root, UNFINISHED_PREFIX + process.pid);
  const passwordFile = `${unfinished}.password`;
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account.owner) {
    await chown(unfinished, account.owner.uid, account.owner.gid);
    await chown(passwordFile, account.owner.uid, account.owner.gid);
  }
  await command(making, binaries.initdb, [
    `--pgdata=${unfinished}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    ...INITDB,
    ...(durable ? [] : ["--no-sync"]),
  ]);
  await rm(passwordFile);
  await sql(making, unfinished, [
    `CREATE ROLE ${APP_NAME} LOGIN PASSWORD '${password}'`,
    `CREATE DATABASE ${APP_NAME} OWNER ${APP_NAME}`,
  ]);
  await rename(unfinished, layout.cluster);
  await syncFolder(layout.root);
}

const INITDB = [
  "--auth=scram-sha-256",
  "--encoding=UTF8",
  "--locale-provider=builtin",
  // Only Linux is sure to have C.UTF-8 in its C library. The builtin provider sorts and changes case without it.
  ...(process.platform === "linux" ? ["--locale=C.UTF-8"] : ["--locale=C", "--builtin-locale=C.UTF-8"]),
  "--no-instructions",
];

/** Whoever can write to the folder owns the data anyway, so a lost or wrong password file must not lock them out. */
export async function renewPassword(making: Making): Promise<string> {
  const password = newPassword();
  const roles = [SUPERUSER, APP_NAME];
  const statements = roles.map((role) => `ALTER ROLE ${role} PASSWORD '${password}'`);
  await sql(making, making.layout.cluster, statements);
  await keepPassword(making.layout, password);
  return password;
}

/** Runs statements without a server on the port, and without a password in any argument or log line. */
async function sql(making: Making, folder: string, statements: string[]): Promise<void> {
  const input = statements.map((statement) => `${statement};\n`).join("");
  const settings = ["exit_on_error=on", "log_min_error_statement=panic", "log_checkpoints=off"];
  const args = ["--single", "-D", folder, ...settings.flatMap((setting) => ["-c", setting])];
  await command(making, making.binaries.postgres, [...args, "postgres"], input);
}

async function command(making: Making, file: string, args: string[], input?: string): Promise<void> {
  const { layout, binaries, account, guardian } = making;
  const log = await openLog(layout);
  try {
    const options: CommandOptions = { account, cwd: layout.root, env: binaries.env, output: log.fd };
    const { code } = await run(file, args, {
      ...options,
      ...(input === undefined ? {} : { input }),
      onSpawn: (pid) => guardian.watch(pid),
    });
    if (code === 0) return;
    throw new Error(`${path.basename(file)} failed in ${layout.root}: ${await log.said()}`);
  } finally {
    guardian.watch(null);
    await log.close();
  }
}

/** We hold the lock, so whoever began these is gone. */
async function removeUnfinished(layout: Layout): Promise<void> {
  const names = (await readdir(layout.root)).filter((name) => name.startsWith(UNFINISHED_PREFIX));
  for (const name of names)
    // An orphaned initdb may still be writing for a moment; then the next start removes the rest.
    await rm(path.join(layout.root, name), { recursive: true, force: true, maxRetries: 5 }).catch(() => null);
}

async function syncFolder(folder: string): Promise<void> {
  // Windows can't open a folder in order to sync it.
  const handle = await open(folder, "r").catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
