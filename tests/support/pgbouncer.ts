import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { access, chmod, mkdtemp, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { databaseAnswers } from "./database-answers.ts";
import { closedPort } from "./server.ts";
import { removeFolder } from "#tests/support/folder.ts";

const PROGRAM = "/usr/sbin/pgbouncer";

export type Pooler = {
  /** The database through the pooler. */
  url: string;
  /** May be called twice. */
  stop: () => Promise<void>;
};

/**
 * PgBouncer in transaction mode before a database, with `settings` besides the least it needs; null where it is not
 * installed.
 */
export async function startPgbouncer(
  databaseUrl: string,
  settings: Record<string, string> = {},
): Promise<Pooler | null> {
  if (!(await installed())) return null;
  const folder = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-pooler-"));
  await chmod(folder, 0o755);
  const port = await closedPort();
  const to = new URL(databaseUrl);
  const name = to.pathname.slice(1);
  const password = to.password ? ` password=${decodeURIComponent(to.password)}` : "";
  const config = {
    listen_addr: "127.0.0.1",
    listen_port: String(port),
    unix_socket_dir: "",
    auth_type: "any",
    pool_mode: "transaction",
    default_pool_size: "10",
    ...settings,
  };
  const lines = Object.entries(config).map(([key, value]) => `${key} = ${value}`);
  const file = path.join(folder, "pgbouncer.ini");
  await writeFile(
    file,
    `[databases]\n${name} = host=${to.hostname} port=${to.port} dbname=${name} user=${to.username}${password}\n` +
      `[pgbouncer]\n${lines.join("\n")}\n`,
  );
  const child = spawn(PROGRAM, [file], { ...(await account()), stdio: "ignore" });
  const through = new URL(databaseUrl);
  through.port = String(port);
  await databaseAnswers(through.href);
  let stopping: Promise<void> | undefined;
  const end = async () => {
    child.kill("SIGTERM");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    await removeFolder(folder);
  };
  return { url: through.href, stop: () => (stopping ??= end()) };
}

async function installed(): Promise<boolean> {
  return access(PROGRAM).then(
    () => true,
    () => false,
  );
}

/** It refuses to run as root. */
async function account(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const id = async (flag: string) => Number((await promisify(execFile)("id", [flag, "nobody"])).stdout);
  return { uid: await id("-u"), gid: await id("-g") };
}
