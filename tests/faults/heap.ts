import { JSDOM } from "jsdom";
import { setTimeout as sleep } from "node:timers/promises";

const LISTENS_WITHIN_MS = 5_000;

export type Heap = { megabytes: () => Promise<number> };

/** What a Node process holds after a collection, asked through its inspector, which a signal opens on this port. */
export async function heapOf(pid: number, port: number): Promise<Heap> {
  process.kill(pid, "SIGUSR1");
  const { WebSocket } = new JSDOM("", { url: "http://127.0.0.1/" }).window;
  const socket = new WebSocket(await inspectorOf(port));
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", () => reject(new Error("the inspector does not answer")));
  });
  let last = 0;

  function ask<T>(method: string): Promise<T> {
    const id = (last += 1);
    socket.send(JSON.stringify({ id, method }));
    return new Promise((resolve) => {
      const hear = ({ data }: MessageEvent<string>) => {
        const answer = JSON.parse(data) as { id?: number; result: T };
        if (answer.id !== id) return;
        socket.removeEventListener("message", hear);
        resolve(answer.result);
      };
      socket.addEventListener("message", hear);
    });
  }

  return {
    async megabytes() {
      await ask("HeapProfiler.collectGarbage");
      const { usedSize } = await ask<{ usedSize: number }>("Runtime.getHeapUsage");
      return usedSize / 1024 / 1024;
    },
  };
}

async function inspectorOf(port: number): Promise<string> {
  const deadline = performance.now() + LISTENS_WITHIN_MS;
  for (;;) {
    try {
      const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as [
        { webSocketDebuggerUrl: string },
      ];
      return targets[0].webSocketDebuggerUrl;
    } catch (error) {
      // It opens a moment after the signal.
      if (performance.now() > deadline) throw error;
      await sleep(50);
    }
  }
}
