import { setTimeout as delay } from "node:timers/promises";
import type { Emit } from "./outcome.ts";
import type { ServerProcess } from "./server-process.ts";

export type Launch = (input: { port: number | null; signal: AbortSignal }) => Promise<ServerProcess>;

export type Supervised = {
  port(): number;
  pid(): number | null;
  /** Ends the supervision, and then the server; never rejects. */
  stop(): Promise<void>;
};

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;
const STEADY_AFTER_MS = 5_000;

/** Starts a server, and starts it again whenever it dies. Throws when the first start fails. */
export async function supervise({ launch, emit }: { launch: Launch; emit: Emit }): Promise<Supervised> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const stopped = new Promise<"stop">((resolve) => {
    signal.addEventListener("abort", () => resolve("stop"));
  });
  let attempts = 0;
  let current: ServerProcess | null = await start(null);
  let port = current.port;
  const watch = keepUp(current);

  async function keepUp(first: ServerProcess): Promise<void> {
    let server: ServerProcess | null = first;
    while (server !== null) {
      const bornAt = performance.now();
      server.keepsAppAlive(false);
      const event = await Promise.race([server.exited, stopped]);
      if (event === "stop") return server.stop();
      current = null;
      emit({ kind: "database-died", ...event });
      if (performance.now() - bornAt > STEADY_AFTER_MS) attempts = 0;
      server = await startAgain();
    }
  }

  /** Tries for as long as the app lives; null when it was told to stop. */
  async function startAgain(): Promise<ServerProcess | null> {
    while (!signal.aborted) {
      const waitMs = attempts === 0 ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (attempts - 1), LONGEST_WAIT_MS);
      attempts += 1;
      emit({ kind: "restarting", attempt: attempts, waitMs });
      await delay(waitMs, undefined, { signal, ref: false }).catch(() => undefined);
      try {
        current = await start(port);
        port = current.port;
        return current;
      } catch (error) {
        if (!signal.aborted) emit({ kind: "restart-failed", attempt: attempts, reason: reasonOf(error) });
      }
    }
    return null;
  }

  async function start(wanted: number | null): Promise<ServerProcess> {
    const began = performance.now();
    const server = await launch({ port: wanted, signal });
    const ms = Math.round(performance.now() - began);
    if (server.pid !== null) emit({ kind: "ready", pid: server.pid, port: server.port, ms });
    return server;
  }

  return {
    port: () => port,
    pid: () => (current?.hasExited() === false ? current.pid : null),
    async stop() {
      stopping.abort();
      await watch;
      current = null;
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
