import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { atEnd } from "#tests/bench/closing.ts";
import type { Order, Taken } from "./load.ts";

export type Crew = {
  seed: (unseen: string[]) => Promise<void>;
  lose: () => Promise<void>;
  go: () => Promise<void>;
  stop: () => Promise<void>;
  take: () => Promise<Taken>;
};

/** Starts readers or writers in a process of their own; they wait for `go`. */
export async function startCrew(
  role: "readers" | "writers",
  servers: { base: string; bare: string; images: string; pid: number; processes: number },
): Promise<Crew> {
  const child = start("load.ts");
  await ask(child, { do: role, ...servers });
  return {
    seed: (unseen) => ask<void>(child, { do: "seed", unseen }),
    lose: () => ask<void>(child, { do: "lose" }),
    go: () => ask<void>(child, { do: "go" }),
    stop: () => ask<void>(child, { do: "stop" }),
    take: () => ask<Taken>(child, { do: "take" }),
  };
}

/** Starts the server that shows how fast this machine answers any request; answers its address. */
export async function startBareServer(): Promise<string> {
  const [{ answer }] = (await once(start("bare-server.ts"), "message")) as [{ answer: string }];
  return answer;
}

function start(file: string): ChildProcess {
  const child = fork(path.join(import.meta.dirname, file), { execArgv: ["--import", "tsx"] });
  atEnd(() => void child.kill());
  return child;
}

/** Gives an order and waits for its answer; one order at a time. */
async function ask<T>(child: ChildProcess, order: Order): Promise<T> {
  const gone = new AbortController();
  const exited = once(child, "exit", { signal: gone.signal }).then(
    ([code]) => Promise.reject(new Error(`a process of the load ended with ${code}`)),
    () => undefined,
  );
  child.send(order);
  try {
    const [reply] = (await Promise.race([once(child, "message"), exited])) as [{ answer: T; error?: string }];
    if (reply.error !== undefined) throw new Error(reply.error);
    return reply.answer;
  } finally {
    gone.abort();
  }
}
