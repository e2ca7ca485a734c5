import { JSDOM } from "jsdom";
import { setTimeout as sleep } from "node:timers/promises";

const LISTENS_WITHIN_MS = 5_000;

export type Inspector = {
  ask: <T>(method: string, params?: object) => Promise<T>;
  /** A process that is told to end waits until whoever looks inside has left. */
  leave: () => void;
};

/** Reaches into a Node process through its inspector, which a signal opens on this port. */
export async function inspect(pid: number, port: number): Promise<Inspector> {
  process.kill(pid, "SIGUSR1");
  const { WebSocket } = new JSDOM("", { url: "http://127.0.0.1/" }).window;
  const socket = new WebSocket(await addressOf(port));
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", () => reject(new Error("the inspector does not answer")));
  });
  let last = 0;
  return {
    leave: () => socket.close(),
    ask<T>(method: string, params?: object): Promise<T> {
      const id = (last += 1);
      socket.send(JSON.stringify({ id, method, params }));
      return new Promise((resolve, reject) => {
        const hear = ({ data }: MessageEvent<string>) => {
          const answer = JSON.parse(data) as { id?: number; result: T };
          if (answer.id !== id) return;
          socket.removeEventListener("message", hear);
          socket.removeEventListener("close", gone);
          resolve(answer.result);
        };
        const gone = () => reject(new Error("the process has gone"));
        socket.addEventListener("message", hear);
        socket.addEventListener("close", gone);
      });
    },
  };
}

async function addressOf(port: number): Promise<string> {
  const deadline = performance.now() + LISTENS_WITHIN_MS;
  for (;;) {
    try {
      const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as [
        { webSocketDebuggerUrl: string },
      ];
      return targets[0].webSocketDebuggerUrl;
    } catch (error) {
      // It opens a moment after the signal, so this tries again.
      if (performance.now() > deadline) throw error;
      await sleep(50);
    }
  }
}
