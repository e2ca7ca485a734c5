import { AsyncLocalStorage } from "node:async_hooks";

/**
 * Has `work` done in the background every so many ms, and at once when what is answered is called; never twice at a time.
 * It is called with the request of nobody. `onFailure` hears of mistakes in the program.
 */
export function inBackground({
  everyMs,
  work,
  onFailure,
}: {
  everyMs: number;
  work: () => Promise<void>;
  onFailure: (error: unknown) => void;
}): () => void {
  // Belongs to no request, even where one has woken it.
  const outside = AsyncLocalStorage.snapshot();
  let [working, wanted] = [false, false];

  async function run(): Promise<void> {
    wanted = true;
    if (working) return;
    working = true;
    try {
      while (wanted) {
        wanted = false;
        await work();
      }
    } finally {
      working = false;
    }
  }

  const wake = () => outside(() => void run().catch(onFailure));
  setInterval(wake, everyMs).unref();
  return wake;
}
