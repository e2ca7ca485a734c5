import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { atEnd } from "./closing.ts";

/** Starts a file of this folder as a process that takes and sends messages. */
export function startChild(
  file: "load.ts" | "bare-server.ts" | "live-visitors.ts" | "mixed/crowd.ts",
): ChildProcess {
  const child = fork(path.join(import.meta.dirname, file), { execArgv: ["--import", "tsx"] });
  atEnd(() => void child.kill());
  return child;
}

/** Sends a message and waits for the one that answers it. */
export async function ask<T>(child: ChildProcess, message: object | string): Promise<T> {
  const gone = new AbortController();
  const exited = once(child, "exit", { signal: gone.signal }).then(
    ([code]) => Promise.reject(new Error(`a process of the bench ended with ${code}`)),
    () => undefined,
  );
  child.send(message);
  try {
    const [answer] = (await Promise.race([once(child, "message"), exited])) as [T];
    return answer;
  } finally {
    gone.abort();
  }
}
