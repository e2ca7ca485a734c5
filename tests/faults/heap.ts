import { inspect } from "#tests/support/inspector.ts";

export type Heap = { megabytes: () => Promise<number> };

/** What a Node process holds after a collection, asked through its inspector, which a signal opens on this port. */
export async function heapOf(pid: number, port: number): Promise<Heap> {
  const { ask } = await inspect(pid, port);
  return {
    async megabytes() {
      await ask("HeapProfiler.collectGarbage");
      const { usedSize } = await ask<{ usedSize: number }>("Runtime.getHeapUsage");
      return usedSize / 1024 / 1024;
    },
  };
}
