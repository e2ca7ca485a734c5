import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
/** USER_HZ, which Linux has fixed at 100 for programs. */
const TICK_MS = 10;

/** CPU time that a process has used so far, user and system, in milliseconds. */
export async function cpuMs(pid: number): Promise<number> {
  if (process.platform !== "linux") return clockMs(await ps(pid, "time"));
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  // The name in parentheses may hold spaces; utime and stime are the 12th and 13th fields after it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Memory that a process holds, in megabytes. */
export async function rssMb(pid: number): Promise<number> {
  if (process.platform !== "linux") return Number(await ps(pid, "rss")) / 1024;
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

async function ps(pid: number, column: "time" | "rss"): Promise<string> {
  const { stdout } = await run("ps", ["-o", `${column}=`, "-p", String(pid)]);
  return stdout.trim();
}

/** "1:02.50" → 62500 */
function clockMs(clock: string): number {
  return clock.split(":").reduce((total, part) => total * 60 + Number(part), 0) * 1_000;
}
