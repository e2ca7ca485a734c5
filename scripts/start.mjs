// What `npm start` runs: remix-serve, started again whenever it has crashed or was stuck, until a person ends it.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { whenParentGone } from "./parents.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const remixServe = join(root, "node_modules", "@remix-run", "serve", "dist", "cli.js");
const build = "./build/server/index.js";
const LAUNCH_AT_MOST_EVERY_MS = 1_000;
/**
 * Signals that ask for the end, and the exit code after which a person has to change something (see boot.server.ts).
 */
const FINAL = [0, 1];
const SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/** @type {import("node:child_process").ChildProcess | undefined} */
let app;
const ending = new AbortController();

for (const signal of SIGNALS) process.on(signal, () => end(signal));
whenParentGone(() => end("SIGTERM"));
// The end of a reader of our output must not end the app.
process.stdout.on("error", () => {});

for (;;) {
  const launchedAt = performance.now();
  const { code, signal } = await run();
  const asked = signal !== null && SIGNALS.some((each) => each === signal);
  if (ending.signal.aborted || asked || (code !== null && FINAL.includes(code))) {
    process.exit(code ?? 128 + constants.signals[signal ?? "SIGKILL"]);
  }
  const line = { at: new Date().toISOString(), event: "starting-again", code, signal };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  const pause = launchedAt + LAUNCH_AT_MOST_EVERY_MS - performance.now();
  await delay(Math.max(0, pause), undefined, { signal: ending.signal }).catch(() => process.exit(0));
}

/**
 * The channel tells the app when this process is gone.
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>}
 */
function run() {
  const child = spawn(process.execPath, [remixServe, build], {
    cwd: root,
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  app = child;
  return new Promise((resolve) => child.once("exit", (code, signal) => resolve({ code, signal })));
}

/** @param {NodeJS.Signals} signal */
function end(signal) {
  ending.abort();
  app?.kill(signal);
}
