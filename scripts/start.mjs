// What `npm start` runs: remix-serve in as many processes as WEB_CONCURRENCY says, each of them started again whenever it
// has crashed or was stuck, until a person ends them.
import { spawn } from "node:child_process";
import cluster from "node:cluster";
import { once } from "node:events";
import { createServer } from "node:net";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { RateLimiterClusterMaster } from "rate-limiter-flexible";
import { whenParentGone } from "./parents.mjs";
import { processCount } from "./process-count.mjs";
import { memorySettings, NODE_FLAGS } from "./process-memory.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const remixServe = join(root, "node_modules", "@remix-run", "serve", "dist", "cli.js");
const build = "./build/server/index.js";
const LAUNCH_AT_MOST_EVERY_MS = 1_000;
/** One that ended sooner was no good launch: after three of them in a row the next ones are further and further apart. */
const GOOD_LAUNCH_MS = 10_000;
const LAUNCHES_AT_FULL_PACE = 3;
const PAUSE_AT_MOST_MS = 8_000;
/**
 * Signals that ask for the end, and the exit code after which a person has to change something (see boot.server.ts).
 */
const FINAL = [0, 1];
const SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

const count = processCount(process.env);
// Each of several would find a port of its own.
const port = process.env.PORT?.trim() || (count > 1 ? await freePort() : "");
/** @type {Map<number, import("node:child_process").ChildProcess>} */
const running = new Map();
const ending = new AbortController();
/** @type {number | undefined} */
let exitCode;

if (count > 1) {
  cluster.setupPrimary({
    exec: remixServe,
    args: [build],
    cwd: root,
    execArgv: [...process.execArgv, ...NODE_FLAGS],
  });
  // Counts for all of them what each lets through; see visitor/rate-limiter.server.ts.
  void new RateLimiterClusterMaster();
}
for (const signal of SIGNALS) process.on(signal, () => end(signal));
whenParentGone(() => end("SIGTERM"));
// The end of a reader of our output must not end the app.
process.stdout.on("error", () => {});

await Promise.all(Array.from({ length: count }, (_, i) => keep(i + 1)));
process.exit(exitCode);

/**
 * Keeps one process running until all are to end.
 * @param {number} number
 */
async function keep(number) {
  for (let badLaunches = 0; !ending.signal.aborted;) {
    const launchedAt = performance.now();
    const { code, signal } = await run(number);
    const asked = signal !== null && SIGNALS.some((each) => each === signal);
    if (ending.signal.aborted || asked || (code !== null && FINAL.includes(code))) {
      exitCode ??= code ?? 128 + constants.signals[signal ?? "SIGKILL"];
      end("SIGTERM");
      return;
    }
    const which = count > 1 ? { process: number } : {};
    const line = { at: new Date().toISOString(), event: "starting-again", code, signal, ...which };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    const ranMs = performance.now() - launchedAt;
    badLaunches = ranMs < GOOD_LAUNCH_MS ? badLaunches + 1 : 0;
    const slower = 2 ** Math.max(0, badLaunches - LAUNCHES_AT_FULL_PACE);
    const pause = Math.min(PAUSE_AT_MOST_MS, LAUNCH_AT_MOST_EVERY_MS * slower) - ranMs;
    await delay(Math.max(0, pause), undefined, { signal: ending.signal }).catch(() => (exitCode ??= 0));
  }
}

/**
 * The channel tells the app when this process is gone.
 * @param {number} number
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>}
 */
function run(number) {
  // The first one has the embedded database, where there is one; the others use it.
  const env = {
    ...memorySettings(process.env),
    WEB_CONCURRENCY: String(count),
    PORT: port,
    ...(number > 1 && { EMBEDDED_POSTGRES: "join" }),
  };
  const child =
    count > 1
      ? cluster.fork(env).process
      : spawn(process.execPath, [...NODE_FLAGS, remixServe, build], {
          cwd: root,
          env: { ...process.env, ...memorySettings(process.env) },
          stdio: ["inherit", "inherit", "inherit", "ipc"],
        });
  running.set(number, child);
  return new Promise((resolve) =>
    child.once("exit", (code, signal) => {
      running.delete(number);
      tellWhoIsAlone();
      resolve({ code, signal });
    }),
  );
}

/** The port that remix-serve would take: 3000, or any when that is taken. */
async function freePort() {
  const probe = createServer();
  const { HOST } = process.env;
  try {
    await once(probe.listen(3000, HOST || undefined), "listening");
  } catch {
    // Taken. When no port is to be had at all, the app says why.
    await once(probe.listen(0, HOST || undefined), "listening").catch(() => {});
  }
  const address = probe.address();
  probe.close();
  return typeof address === "object" && address ? String(address.port) : "3000";
}

/** @param {NodeJS.Signals} signal */
function end(signal) {
  if (ending.signal.aborted) return;
  ending.abort();
  for (const child of running.values()) child.kill(signal);
  tellWhoIsAlone();
}

/** The last one to end takes the embedded database with it; see http/siblings.server.ts. */
function tellWhoIsAlone() {
  const last = running.get(1);
  if (count > 1 && ending.signal.aborted && running.size === 1 && last?.connected) last.send({ alone: true });
}
