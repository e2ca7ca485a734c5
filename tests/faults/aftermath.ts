import { setTimeout as sleep } from "node:timers/promises";
import type { Harness } from "./harness.ts";
import { socketsTo } from "./web-sockets.ts";

/** Something that must hold after all faults, and what was found. */
export type Check = { name: string; found: string; ok: boolean; details: string[] };

const SETTLED_WITHIN_MS = 10_000;
/** The connection that listens for draws. */
const LISTENERS = 1;
const HEAP_MAY_GROW_MB = 3;
/** How much the resident memory may vary: Node takes and gives back tens of megabytes, and a small server has 512. */
const RESIDENT_AT_MOST_MB = 350;
/** So many figures tell whether memory grows. */
const TELLING = 10;

/** What the app must no longer hold when everybody has left. */
export async function aftermath({ web, postgres, port }: Harness): Promise<Check[]> {
  const reports = () => web.reports();
  const pids = [...(await reports()).keys()];
  const pool = await settled(async () => {
    const value = sumOf([...(await reports()).values()].map((report) => report.pool));
    return { value, done: value.used === 0 && value.waiting === 0 };
  });
  const mostSockets = pool.free + LISTENERS * pids.length;
  const sockets = await settled(async () => {
    const each = await Promise.all(pids.map((pid) => socketsTo(pid, port)));
    const value = each.reduce((sum, some) => (sum === null || some === null ? null : sum + some), 0);
    return { value, done: value === null || value <= mostSockets };
  });
  const [stuck] = await postgres.query<{ count: number }>(
    "select count(*)::integer as count from pg_stat_activity where state like 'idle in transaction%'",
  );
  return [
    check("connections in use", `${pool.used}, ${pool.waiting} waiting`, pool.used + pool.waiting === 0),
    check("idle in transaction", `${stuck!.count}`, stuck!.count === 0),
    check(
      "client sockets",
      sockets === null
        ? "not known on this system"
        : `${sockets} for ${pool.free} free connections and a listener${pids.length > 1 ? " each" : ""}`,
      sockets === null || sockets <= mostSockets,
    ),
    check("process", `${pids.join(", ")} from start to end`, pids.includes(web.pid) && pids.every(alive)),
  ];
}

/** Whether everything that is saved agrees with what everybody was told. */
export function historyCheck({ tally, told }: Awaited<ReturnType<Harness["stop"]>>): Check {
  const { confirmed, refused, unknown } = tally;
  const found = `${confirmed} confirmed, ${refused} refused, ${unknown} unknown; ${told.length} told wrongly`;
  return { ...check("history", found, told.length === 0), details: told.slice(0, 10) };
}

/**
 * Whether memory stays the same: what the process holds after a garbage collection, in megabytes after each repetition;
 * and whether its resident memory fits a small server. A few repetitions show nothing, because caches still fill up.
 */
export function memoryCheck(heap: readonly number[], resident: readonly number[]): Check[] {
  if (heap.length < TELLING) return [];
  const mean = (some: readonly number[]) => some.reduce((sum, each) => sum + each, 0) / some.length;
  const third = Math.floor(heap.length / 3);
  const grown = mean(heap.slice(-third)) - mean(heap.slice(0, third));
  return [
    check("heap", `${heap.map((each) => each.toFixed(1)).join(" ")} MB`, grown <= HEAP_MAY_GROW_MB),
    check("resident", `${range(resident)} MB`, Math.max(...resident) <= RESIDENT_AT_MOST_MB),
  ];
}

function range(figures: readonly number[]): string {
  return `${Math.min(...figures).toFixed(0)} to ${Math.max(...figures).toFixed(0)}`;
}

type Pool = { used: number; free: number; waiting: number };

function sumOf(pools: readonly Pool[]): Pool {
  const sum = (of: keyof Pool) => pools.reduce((total, pool) => total + pool[of], 0);
  return { used: sum("used"), free: sum("free"), waiting: sum("waiting") };
}

function check(name: string, found: string, ok: boolean): Check {
  return { name, found, ok, details: [] };
}

/** Looks again and again until it is done, or time is up; answers the last look. */
async function settled<T>(look: () => Promise<{ value: T; done: boolean }>): Promise<T> {
  const deadline = performance.now() + SETTLED_WITHIN_MS;
  for (;;) {
    const { value, done } = await look();
    if (done || performance.now() > deadline) return value;
    await sleep(100);
  }
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
