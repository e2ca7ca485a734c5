import type { ChildProcess } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import type { Account } from "./command.ts";
import type { Binaries } from "./binaries.ts";
import { type Exit, exitOf, run, spawnAs } from "./command.ts";
import type { Layout } from "./layout.ts";
import { endProcess } from "./processes.ts";

/** A postmaster that was started by this process. */
export type ServerProcess = {
  pid: number | null;
  port: number;
  /** Resolves when it has ended, for whatever reason; never rejects. */
  exited: Promise<Exit>;
  hasExited(): boolean;
  /** A fast shutdown, then harder ones; resolves when the postmaster is gone. */
  stop(): Promise<void>;
  /** Whether this process stays alive as long as the server does. It does, until told otherwise. */
  keepsAppAlive(yes: boolean): void;
};

export type Premises = {
  layout: Layout;
  binaries: Binaries;
  account: Account;
  settings: Record<string, string>;
};

export function spawnServer(premises: Premises, { port, output }: { port: number; output: number }) {
  const { layout, binaries, account, settings } = premises;
  const all = Object.entries({ ...SETTINGS, ...settings, port: String(port) });
  const args = ["-D", layout.cluster, ...all.flatMap(([name, value]) => ["-c", `${name}=${value}`])];
  const child = spawnAs(binaries.postgres, args, {
    account,
    output,
    cwd: layout.root,
    env: binaries.env,
  });
  return serverProcess(child, port, premises);
}

const SETTINGS = {
  listen_addresses: "127.0.0.1",
  // No Unix socket: it would need a folder that others can't tamper with, and loopback does as well.
  unix_socket_directories: "",
  max_connections: "100",
  timezone: "UTC",
  log_timezone: "UTC",
  log_checkpoints: "off",
  logging_collector: "off",
  log_destination: "stderr",
};

function serverProcess(child: ChildProcess, port: number, premises: Premises): ServerProcess {
  let gone = false;
  const exited = exitOf(child).then((exit) => {
    gone = true;
    return exit;
  });
  return {
    pid: child.pid ?? null,
    port,
    exited,
    hasExited: () => gone,
    keepsAppAlive: (yes) => (yes ? child.ref() : child.unref()),
    async stop() {
      child.ref();
      if (process.platform === "win32") await askPgCtl(premises);
      await endProcess({
        send: (signal) => child.kill(signal),
        goneWithin: (ms) => settledWithin(exited, ms),
      });
    },
  };
}

async function settledWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController();
  const late = delay(ms, false, { signal: timer.signal }).catch(() => false);
  const settled = await Promise.race([promise.then(() => true), late]);
  timer.abort();
  return settled;
}

// On Windows every signal kills at once.
async function askPgCtl({ layout, binaries, account }: Premises): Promise<void> {
  const args = ["stop", "-D", layout.cluster, "-m", "fast", "-w", "-t", "10"];
  await run(binaries.pgCtl, args, { account, cwd: layout.root, env: binaries.env });
}
