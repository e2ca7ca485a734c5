import inspector from "node:inspector";
import { Worker } from "node:worker_threads";
import { describe, log } from "./log.server.ts";
// oxlint-disable-next-line import/default -- The linter looks into the file, Vite at its ?thread.
import threadUrl from "./watchdog-thread.server.ts?thread";
import type { Watch } from "./watchdog-thread.server.ts";

/** So many looks that one or two missed turns do not matter, as after the machine has slept. */
const LOOKS = 20;
const MEMORY_MB = 16;

/**
 * The last resort against an endless loop: when the event loop has not turned for `stuckMs` milliseconds, a thread logs
 * the stack of what runs and ends the process with `exitCode`, or by SIGKILL where nothing else works. Counts from the
 * first turn on, in steps of the thread's own clock, so that a machine or process that slept is not taken for stuck, and
 * not while a debugger may hold the program.
 */
export function watchLoop({ stuckMs, exitCode }: { stuckMs: number; exitCode: number }): void {
  const turns = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const everyMs = stuckMs / LOOKS;
  setInterval(() => {
    if (inspector.url() === undefined) Atomics.add(turns, 0, 1);
    else Atomics.store(turns, 0, 0);
  }, everyMs).unref();
  const watch: Watch = { turns, everyMs, looks: LOOKS, exitCode };
  const thread = new Worker(new URL(threadUrl), {
    workerData: watch,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: 1 },
  });
  thread.unref();
  thread.on("error", (error) => log("watchdog-lost", describe(error)));
}
