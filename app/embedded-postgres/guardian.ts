import { spawn, type ChildProcess } from "node:child_process";
import { Socket } from "node:net";
import { exitOf } from "./command.ts";
import type { Layout } from "./layout.ts";
import type { Binaries } from "./binaries.ts";
import type { Emit } from "./outcome.ts";
import { BARE_ENV } from "./processes.ts";

/** Stops the database when this process is gone and can't do so itself, for instance after kill -9. */
export type Guardian = {
  /** The server to stop from now on; null for none. */
  watch(pid: number | null): void;
  /** Ends the watch without stopping anything, and waits until no guardian process is left. */
  close(): Promise<void>;
};

const RESPAWN_MS = 50;
const RESPAWN_MAX_MS = 30_000;

/**
 * A guardian that dies is replaced at once. It is not the parent of the database, so the database does not notice that,
 * and the exit of the database still reaches the app directly.
 */
export function startGuardian(context: { binaries: Binaries; layout: Layout; emit: Emit }): Guardian {
  const { emit } = context;
  let watched: number | null = null;
  let closed = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let child = begin();

  function begin(): ChildProcess {
    const started = spawnGuardian(context);
    started.stdin?.on("error", () => undefined);
    if (started.stdin instanceof Socket) started.stdin.unref();
    started.unref();
    void succeed(started);
    if (started.pid !== undefined) emit({ kind: "guarded", guardianPid: started.pid });
    return started;
  }

  async function succeed(predecessor: ChildProcess): Promise<void> {
    const bornAt = performance.now();
    const { code, signal } = await exitOf(predecessor);
    if (closed) return;
    emit({ kind: "guardian-lost", reason: signal ?? `exit code ${code}` });
    failures = performance.now() - bornAt > RESPAWN_MAX_MS ? 0 : failures + 1;
    timer = setTimeout(replace, Math.min(RESPAWN_MS * 2 ** failures, RESPAWN_MAX_MS));
    timer.unref();
  }

  function replace(): void {
    if (closed) return;
    child = begin();
    tell();
  }

  function tell(): void {
    child.stdin?.write(`${watched ?? ""}\n`);
  }

  return {
    watch(pid) {
      watched = pid;
      tell();
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      child.ref();
      const exited = exitOf(child);
      child.stdin?.end("\n");
      await exited;
    },
  };
}

// A shell that waits in `read` takes about 1 MB, a node process about 42, and there is little in it that can fail.
const SHELL_GUARDIAN = `
trap '' INT TERM HUP
while read -r next; do pid=$next; done
[ -n "$pid" ] || exit 0
waited=0
kill -INT "$pid" 2>/dev/null || exit 0
while sleep 1 && kill -0 "$pid" 2>/dev/null; do
  waited=$((waited + 1))
  [ $waited -eq 10 ] && kill -QUIT "$pid" 2>/dev/null
  [ $waited -ge 14 ] && { kill -KILL "$pid" 2>/dev/null; exit 0; }
done`;

// Windows has no sh, and no SIGINT for a process without a console, so pg_ctl has to request the shutdown.
const NODE_GUARDIAN = `
let heard = "";
process.stdin.setEncoding("utf8").on("data", (text) => (heard += text));
process.stdin.on("end", () => {
  const [pgCtl, cluster] = process.argv.slice(1);
  if (heard.split("\\n").at(-2)) require("node:child_process").spawnSync(pgCtl, ["stop", "-D", cluster, "-m", "fast"]);
});`;

function spawnGuardian({ binaries, layout }: { binaries: Binaries; layout: Layout }): ChildProcess {
  const [file, args] =
    process.platform === "win32"
      ? [process.execPath, ["-e", NODE_GUARDIAN, binaries.pgCtl, layout.cluster]]
      : ["/bin/sh", ["-c", SHELL_GUARDIAN, "movie-lottery-guardian", layout.root]];
  return spawn(file, args, {
    cwd: "/",
    env: BARE_ENV,
    detached: true,
    windowsHide: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
}
