import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const LOOK_EVERY_MS = 250;

/**
 * Watches how much memory a process takes together with everything that it has started; what several share counts once.
 * Null where the system does not tell.
 */
export function watchMemory(pid: number) {
  let most = 0;
  const look = async () => {
    const each = await Promise.all((await family(pid)).map(proportionalMb));
    most = Math.max(
      most,
      each.reduce((sum, mb) => sum + mb, 0),
    );
  };
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS).unref();
  return {
    mostMb: (): number | null => (process.platform === "linux" ? most : null),
    stop: () => clearInterval(timer),
  };
}

async function family(root: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid="]);
  const pairs = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const all = [root];
  for (const parent of all) all.push(...pairs.filter(([, ppid]) => ppid === parent).map(([pid]) => pid!));
  return all;
}

/** Its own memory, and its share of what it shares. A process that has ended in the meantime has none. */
async function proportionalMb(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024;
}
