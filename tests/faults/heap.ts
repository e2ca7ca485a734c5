import type { Inspector } from "#tests/support/inspector.ts";

export type Heap = { megabytes: () => Promise<number> };

/** What a Node process holds after a garbage collection, asked through its inspector. */
export function heapOf({ ask }: Inspector): Heap {
  return {
    async megabytes() {
      await ask("HeapProfiler.collectGarbage");
      const { usedSize } = await ask<{ usedSize: number }>("Runtime.getHeapUsage");
      return usedSize / 1024 / 1024;
    },
  };
}
