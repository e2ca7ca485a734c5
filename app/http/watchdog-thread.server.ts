// A thread of its own, because it has to work when the main one is stuck.
import { writeSync } from "node:fs";
import { Session } from "node:inspector";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { workerData } from "node:worker_threads";

/** It looks at `turns` every so often, and acts when that has not changed for so many looks. */
export type Watch = { turns: Int32Array; everyMs: number; looks: number; exitCode: number };

const ANSWERS_WITHIN_MS = 1_000;
const TRIES = 25;
const ASK_AGAIN_MS = 20;
const EXITS_WITHIN_MS = 2_000;
const FRAMES = 20;

const { turns, everyMs, looks, exitCode } = workerData as Watch;
let seen = 0;
let still = 0;

const clock = setInterval(() => {
  const now = Atomics.load(turns, 0);
  // 0: the loop has not turned yet, or a debugger may hold it.
  const stands = now !== 0 && now === seen;
  seen = now;
  still = stands ? still + 1 : 0;
  if (still < looks) return;
  clearInterval(clock);
  endProcess();
}, everyMs);

/** Logs where the program is, then ends it. */
function endProcess(): void {
  const main = new Session();
  main.connectToMainThread();
  const giveUp = setTimeout(() => {
    say({ missing: "the stack: inside a call that cannot be interrupted" });
    kill();
  }, ANSWERS_WITHIN_MS);
  askWhere(main, TRIES, (frames) => {
    clearTimeout(giveUp);
    say({ stack: frames.map(inWords).join("\n") });
    setTimeout(kill, EXITS_WITHIN_MS);
    main.post("Runtime.evaluate", { expression: EXIT });
  });
}

type Frame = [name: string | null, file: string | null, line: number | null];

/**
 * Only names and places, because in a loop the values are what somebody typed. The first two frames are this code
 * itself.
 */
const WHERE = `(() => {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = ${FRAMES};
    Error.prepareStackTrace = (_, sites) => JSON.stringify(
      sites.slice(2).map((site) => [site.getFunctionName(), site.getFileName(), site.getLineNumber()]),
    );
    return new Error().stack;
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
})()`;

// Closes standard error first: node would write there that it waits for our own session to end.
const EXIT = `process.getBuiltinModule("node:fs").closeSync(2); process.exit(${exitCode})`;

/** Interrupts the main thread and asks for its stack. Inside a call that cannot be interrupted it does not answer. */
function askWhere(main: Session, tries: number, then: (frames: Frame[]) => void): void {
  main.post("Runtime.evaluate", { expression: WHERE }, (_, answer) => {
    const value: unknown = answer?.result.value;
    const frames = typeof value === "string" ? (JSON.parse(value) as Frame[]) : [];
    // Between two steps of an endless chain of promises the stack is empty.
    if (tries > 1 && !frames.some(isOurs)) setTimeout(askWhere, ASK_AGAIN_MS, main, tries - 1, then);
    else then(frames);
  });
}

function isOurs([, file]: Frame): boolean {
  return file !== null && !file.startsWith("node:");
}

function inWords([name, file, line]: Frame): string {
  return `    at ${name ?? "<anonymous>"} (${file === null ? "native" : `${shortened(file)}:${line}`})`;
}

function shortened(file: string): string {
  const place = file.startsWith("file:") ? fileURLToPath(file) : file;
  const inside = path.relative(process.cwd(), place);
  return path.isAbsolute(place) && !inside.startsWith("..") ? inside : place;
}

/** One line in the form of log.server.ts, which cannot be used here: its stream belongs to the main thread. */
function say(facts: Record<string, string>): void {
  const line = { at: new Date().toISOString(), event: "stuck", forMs: everyMs * looks, ...facts };
  const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
  let written = 0;
  for (let tries = 0; written < bytes.length && tries < 50; tries += 1) {
    try {
      written += writeSync(1, bytes, written);
    } catch (error) {
      // A slow reader may go on later; one that is gone stays gone.
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

function kill(): void {
  process.kill(process.pid, "SIGKILL");
}
