import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";

const UNKNOWN = "unknown";

/**
 * Tells a process from a later one with the same pid: boot and start tick on Linux, the start second on macOS,
 * "unknown" elsewhere. Null when no such process runs; a zombie does not run.
 */
export async function birthOf(pid: number): Promise<string | null> {
  if (process.platform === "linux") return birthFromProc(pid);
  if (process.platform === "win32") return reachable(pid) ? UNKNOWN : null;
  return birthFromPs(pid);
}

/** Whether the process with this pid is still the one that had this birth. */
export async function stillRuns({ pid, birth }: { pid: number; birth: string }): Promise<boolean> {
  const now = await birthOf(pid);
  return now !== null && (now === birth || now === UNKNOWN || birth === UNKNOWN);
}

export type Ending = {
  send: (signal: NodeJS.Signals) => void;
  /** True as soon as the process is gone, false after `ms`. */
  goneWithin: (ms: number) => Promise<boolean>;
};

/** How long to wait after each signal, in milliseconds: fast shutdown, immediate shutdown, kill. */
export const ESCALATION: readonly (readonly [NodeJS.Signals, number])[] = [
  ["SIGINT", 10_000],
  ["SIGQUIT", 4_000],
  ["SIGKILL", 5_000],
];

/** Ends a process; each signal is only sent when the one before did not help. Answers whether it is gone. */
export async function endProcess({ send, goneWithin }: Ending, steps = ESCALATION): Promise<boolean> {
  for (const [signal, patience] of steps) {
    send(signal);
    if (await goneWithin(patience)) return true;
  }
  return false;
}

/** Ends a process that is not our child: nobody tells us when it is gone, so we look again and again. */
export async function endingOfStranger(pid: number): Promise<Ending> {
  const birth = await birthOf(pid);
  const gone = async () => birth === null || !(await stillRuns({ pid, birth }));
  return {
    send: (signal) => signalQuietly(pid, signal),
    async goneWithin(ms) {
      const deadline = performance.now() + ms;
      while (performance.now() < deadline) {
        if (await gone()) return true;
        await delay(20);
      }
      return gone();
    },
  };
}

function signalQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already, which is what the signal was to achieve.
  }
}

let bootId: Promise<string> | null = null;

async function birthFromProc(pid: number): Promise<string | null> {
  // Machines that boot the same way each time repeat pids and ticks, so the id of the boot is included.
  bootId ??= readFile("/proc/sys/kernel/random/boot_id", "utf8").then(
    (text) => text.slice(0, 8),
    () => "boot",
  );
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" || state === "X" ? null : `${await bootId}-${rest[18]}`;
  } catch {
    // With hidepid a process of another user has no entry here, although it lives.
    return reachable(pid) ? UNKNOWN : null;
  }
}

async function birthFromPs(pid: number): Promise<string | null> {
  try {
    const run = promisify(execFile);
    const { stdout } = await run("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { env: BARE_ENV });
    const [, state, started] = /^\s*(\S+)\s+(.*\S)/.exec(stdout) ?? [];
    if (!state || !started || state.startsWith("Z")) return null;
    return String(Date.parse(started) / 1000);
  } catch {
    return reachable(pid) ? UNKNOWN : null;
  }
}

function reachable(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Leaves out PGPORT, PGOPTIONS and the like, which are not meant for this server; Windows adds what it needs. */
export const BARE_ENV: NodeJS.ProcessEnv = {
  PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
  LC_ALL: "C",
  // Not used there, but Remix's types demand it in every environment.
  NODE_ENV: "production",
};
