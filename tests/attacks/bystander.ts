// Runs in a process of its own: somebody who uses the app while others attack it, and feels only what the app does.
import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

export type Felt = {
  /** The longest that each took, in milliseconds. */
  home: number;
  alive: number;
  /** How much longer work takes here than it should, because the machine has other things to do: 1 or more. */
  slowdown: number;
  /** How often `/` was asked for. */
  looks: number;
  /** What was not answered with 200. */
  wrong: string[];
};
type Order = { url: string; cookie: string } | "take";

const PAUSE_MS = 20;
const GIVES_UP_MS = 60_000;

const WORKS_MS = 3;
const RESTS_MS = 50;

let felt = nothing();
let work = { wallMs: 0, cpuMs: 0 };
const underWay = new Map<"home" | "alive", number>();

process.on("message", (order: Order) => {
  if (order !== "take") {
    void look("home", `${order.url}/`, order.cookie);
    void look("alive", `${order.url}/healthz`, "");
    void feelMachine();
    return void process.send!("looking");
  }
  for (const [what, since] of underWay) felt[what] = Math.max(felt[what], performance.now() - since);
  process.send!({ ...felt, slowdown: Math.max(1, work.wallMs / work.cpuMs) });
  felt = nothing();
  work = { wallMs: 0, cpuMs: 0 };
});
process.on("disconnect", () => process.exit());

function nothing(): Felt {
  return { home: 0, alive: 0, slowdown: 1, looks: 0, wrong: [] };
}

/** Does some work again and again, and looks how long that takes by the clock. */
async function feelMachine(): Promise<never> {
  for (;;) {
    const since = performance.now();
    const before = process.cpuUsage();
    let spent = 0;
    while (spent < WORKS_MS) {
      const { user, system } = process.cpuUsage(before);
      spent = (user + system) / 1_000;
    }
    work = { wallMs: work.wallMs + performance.now() - since, cpuMs: work.cpuMs + spent };
    await sleep(RESTS_MS);
  }
}

async function look(what: "home" | "alive", address: string, cookie: string): Promise<never> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  for (;;) {
    const since = performance.now();
    underWay.set(what, since);
    const status = await ask(address, { agent, cookie });
    underWay.delete(what);
    felt[what] = Math.max(felt[what], performance.now() - since);
    if (what === "home") felt.looks += 1;
    if (status !== 200) felt.wrong.push(`${what}: ${status}`);
    await sleep(PAUSE_MS);
  }
}

function ask(
  address: string,
  { agent, cookie }: { agent: http.Agent; cookie: string },
): Promise<number | string> {
  return new Promise((resolve) => {
    const request = http.get(address, {
      agent,
      headers: { Accept: "text/html", "Accept-Encoding": "gzip, br", Cookie: cookie },
    });
    request.setTimeout(GIVES_UP_MS, () => request.destroy(new Error("no answer")));
    request.once("error", (error) => resolve(error.message));
    request.once("response", (response) => {
      response.resume().once("end", () => resolve(response.statusCode ?? 0));
      response.once("error", (error) => resolve(error.message));
    });
  });
}
