import { execFile } from "node:child_process";
import { readdir, readFile, readlink, realpath, rm } from "node:fs/promises";
import { promisify } from "node:util";
import type { Binaries } from "./binaries.ts";
import { run } from "./command.ts";
import type { Account } from "./command.ts";
import type { Layout } from "./layout.ts";
import type { Emit } from "./outcome.ts";
import { endingOfStranger, endProcess, ESCALATION } from "./processes.ts";
import { readPidFile } from "./pid-file.ts";

type Context = { layout: Layout; binaries: Binaries; account: Account; emit: Emit };

// How long to wait: a backend without its postmaster ends by itself, unless it is busy computing.
const BACKEND_STEPS = [
  ["SIGTERM", 1_000],
  ["SIGQUIT", 1_000],
  ["SIGKILL", 5_000],
] as const;

/**
 * Stops what an earlier run left running on this cluster, and removes the pid file of a postmaster that is gone. The
 * caller holds the lock and has no server running. PostgreSQL alone is too careful here: it takes a zombie, or another
 * process that got the same pid, for a living postmaster.
 */
export async function clearLeftovers(context: Context): Promise<void> {
  if (process.platform === "win32") return stopWithPgCtl(context);
  const { layout, emit } = context;
  const found = await serversOn(layout);
  const postmaster = (await readPidFile(layout))?.pid;
  if (postmaster !== undefined && found.includes(postmaster))
    await endProcess(await endingOfStranger(postmaster), ESCALATION);
  await Promise.all(
    (await serversOn(layout)).map(async (pid) => endProcess(await endingOfStranger(pid), BACKEND_STEPS)),
  );
  if (found.length > 0) emit({ kind: "leftovers-stopped", pids: found });
  await rm(layout.pidFile, { force: true });
}

/** The PostgreSQL processes whose working folder is this cluster; without /proc only the postmaster. */
async function serversOn(layout: Layout): Promise<number[]> {
  const cluster = await realpath(layout.cluster).catch(() => null);
  if (cluster === null) return [];
  if (process.platform !== "linux") return postmasterByName(layout);
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const ours = await Promise.all(pids.map((pid) => isServerIn(pid, cluster)));
  return pids.filter((_, index) => ours[index]);
}

async function isServerIn(pid: number, cluster: string): Promise<boolean> {
  try {
    if ((await readlink(`/proc/${pid}/cwd`)) !== cluster) return false;
    // Somebody's shell may have this folder as its working folder too.
    return (await readFile(`/proc/${pid}/comm`, "utf8")).trim() === "postgres";
  } catch {
    return false;
  }
}

async function postmasterByName(layout: Layout): Promise<number[]> {
  const pid = (await readPidFile(layout))?.pid;
  if (pid === undefined) return [];
  const ps = promisify(execFile)("ps", ["-o", "command=", "-p", String(pid)]);
  const command = await ps.then(
    ({ stdout }) => stdout,
    () => "",
  );
  return command.includes("postgres") && command.includes(layout.cluster) ? [pid] : [];
}

async function stopWithPgCtl({ layout, binaries, account }: Context): Promise<void> {
  if ((await readPidFile(layout)) === null) return;
  const args = ["stop", "-D", layout.cluster, "-m", "fast", "-w", "-t", "15"];
  await run(binaries.pgCtl, args, { account, cwd: layout.root, env: binaries.env });
}
