import { Worker } from "node:worker_threads";
import type { LinkCard } from "#app/domain/lottery/link-card.ts";
// oxlint-disable-next-line import/default -- The linter looks into the file, Vite at its ?thread.
import threadUrl from "./thread.server.ts?thread";

/** Its libraries hold some 80 MB, which are given back when no card is wanted. */
const IDLE_MS = 30_000;
const PAINTS_WITHIN_MS = 15_000;
const MEMORY_MB = 128;

let thread: Worker | null = null;
let idle: NodeJS.Timeout | undefined;

/**
 * Paints a card as PNG, in a thread of its own. To be called for one card after another. Rejects when it fails or
 * takes too long.
 */
export async function paint(card: LinkCard): Promise<Buffer> {
  clearTimeout(idle);
  thread ??= startThread();
  try {
    return await answerOf(thread, card);
  } catch (error) {
    stopThread();
    throw error;
  } finally {
    idle = setTimeout(stopThread, IDLE_MS).unref();
  }
}

function answerOf(worker: Worker, card: LinkCard): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const settled = () => {
      clearTimeout(deadline);
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
    };
    const onMessage = (png: Uint8Array) => {
      settled();
      resolve(Buffer.from(png.buffer, png.byteOffset, png.byteLength));
    };
    const onError = (error: unknown) => {
      settled();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    const onExit = (code: number) => onError(new Error(`the painter ended with ${code}`));
    const deadline = setTimeout(() => onError(new Error("the painter takes too long")), PAINTS_WITHIN_MS);
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    worker.postMessage(card);
  });
}

function startThread(): Worker {
  const worker = new Worker(new URL(threadUrl), { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } });
  worker.unref();
  // Between two cards nobody else listens, and an unheard error would end the process.
  worker.on("error", () => {});
  return worker;
}

function stopThread(): void {
  clearTimeout(idle);
  void thread?.terminate();
  thread = null;
}
