import { Worker } from "node:worker_threads";
import pLimit, { type LimitFunction } from "p-limit";
import { problemOf, readSent, type NameLines, type ReadSent, type Sent } from "./read-sent.server.ts";
// oxlint-disable-next-line import/default -- The linter looks into the file, Vite at its ?thread.
import threadUrl from "./thread.server.ts?thread";
import type { Said } from "./thread.server.ts";
import { isZip } from "./zip.server.ts";

/** So little is read at once: most lists are, and a thread has to begin first. The worst of it takes 150 ms. */
const LITTLE_BYTES = 32 * 1024;
/** 5,000 films take a second; what takes longer than this was made to take long. */
const READS_WITHIN_MS = 15_000;
const MEMORY_MB = 192;
/** So many are read at once, of each client one, so that nobody waits for more than one of anybody else. */
const threads = pLimit(2);
const ofClients = new Map<string, LimitFunction>();

/**
 * Reads what a client sent; what is much in a thread of its own, one after another of each client. What takes too long, or too much
 * memory, is `too-slow`. Throws for a mistake in the program.
 */
export async function readAside(sent: Sent, client: string, nameLines: NameLines): Promise<ReadSent> {
  if (isLittle(sent)) return readSent(sent, nameLines);
  const own = ofClients.get(client) ?? pLimit(1);
  ofClients.set(client, own);
  try {
    return await own(() => threads(() => readInThread(sent, nameLines)));
  } finally {
    if (own.activeCount + own.pendingCount === 0) ofClients.delete(client);
  }
}

/** An archive may have much in it. */
function isLittle({ text, file }: Sent): boolean {
  const bytes = file?.bytes ?? new Uint8Array();
  return text.length + bytes.length <= LITTLE_BYTES && !isZip(bytes);
}

async function readInThread(sent: Sent, nameLines: NameLines): Promise<ReadSent> {
  const thread = new Worker(new URL(threadUrl), {
    workerData: sent,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  // The end of the process waits for none.
  thread.unref();
  try {
    return (await toldBy(thread, nameLines)) ?? { problems: problemOf("too-slow", sent.file) };
  } finally {
    void thread.terminate();
  }
}

/** What the thread has read; null when it takes too long or too much memory. */
function toldBy(thread: Worker, nameLines: NameLines): Promise<ReadSent | null> {
  return new Promise((resolve, reject) => {
    // Whatever comes first counts.
    setTimeout(resolve, READS_WITHIN_MS, null).unref();
    thread.on("message", (said: Said) => {
      if ("read" in said) resolve(said.read);
      else void nameLines(said.wanted).then((lines) => thread.postMessage(lines), reject);
    });
    thread.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ERR_WORKER_OUT_OF_MEMORY") resolve(null);
      else reject(error);
    });
    thread.on("exit", (code) => reject(new Error(`the thread that reads ended with ${code}`)));
  });
}
