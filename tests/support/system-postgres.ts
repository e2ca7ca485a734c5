import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdtemp, readdir } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { databaseAnswers } from "./database-answers.ts";
import { freePort } from "#tests/bench/web-process.ts";
import { removeFolder } from "#tests/support/folder.ts";

const run = promisify(execFile);
const INSTALLED = "/usr/lib/postgresql";

/** A throwaway server of the newest PostgreSQL that this system brought itself; null when there is none. */
export async function startSystemPostgres(): Promise<{
  url: string;
  version: string;
  stop(): Promise<void>;
} | null> {
  const versions = await readdir(INSTALLED).catch(() => []);
  const version = versions.filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(b) - Number(a))[0];
  if (!version) return null;
  const bin = path.join(INSTALLED, version, "bin");
  const folder = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-system-"));
  const account = await accountFor(folder);
  const port = await freePort();
  await run(
    path.join(bin, "initdb"),
    ["-D", path.join(folder, "pg"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"],
    account,
  );
  const settings = [
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    `unix_socket_directories=${folder}`,
    "fsync=off",
  ];
  const server = spawn(
    path.join(bin, "postgres"),
    ["-D", path.join(folder, "pg"), ...settings.flatMap((setting) => ["-c", setting])],
    { ...account, stdio: "ignore" },
  );
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  await databaseAnswers(url);
  return {
    url,
    version,
    async stop() {
      server.kill("SIGINT");
      if (server.exitCode === null) await once(server, "exit");
      await removeFolder(folder);
    },
  };
}

/** PostgreSQL refuses to run as root. */
async function accountFor(folder: string): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = await Promise.all(
    ["-u", "-g"].map(async (flag) => Number((await run("id", [flag, "postgres"])).stdout)),
  );
  await chown(folder, uid!, gid!);
  await chmod(folder, 0o755);
  return { uid, gid };
}
