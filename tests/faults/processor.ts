import { readFileSync } from "node:fs";

const TICK_MS = 10;

/**
 * How long these processes were ready to run without getting a processor, together and since they began; plus how long
 * another machine on the same host had this one's processors; in milliseconds. 0 where the system does not tell.
 */
export function withoutProcessorMs(pids: readonly number[]): number {
  if (process.platform !== "linux") return 0;
  return stolenMs() + pids.reduce((sum, pid) => sum + queuedMs(pid), 0);
}

/** Of the main thread only, which answers every request: the process's own busy workers are no excuse. */
function queuedMs(pid: number): number {
  const [, queuedNs] = contents(`/proc/${pid}/task/${pid}/schedstat`).split(" ");
  return Number(queuedNs ?? 0) / 1e6;
}

function stolenMs(): number {
  const [total = ""] = contents("/proc/stat").split("\n", 1);
  return Number(total.trim().split(/\s+/)[8] ?? 0) * TICK_MS;
}

/** A process that is gone waits for nothing. */
function contents(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}
