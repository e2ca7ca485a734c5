import { ask, startChild } from "./child.ts";
import type { Job, Load } from "./load.ts";
import type { Options } from "./options.ts";
import { headersOf, UNIQUE_KEY, type Page } from "./pages.ts";
import { cpuMs } from "./process-figures.ts";
import { DRAWN_LOTTERY, NEWEST_MOVIE, WAITING_LOTTERY } from "./seed.ts";
import type { WebProcess } from "./web-process.ts";

/** A page whose cost is compared with that of the same page elsewhere. */
export type Compared = Pick<Page, "name" | "method" | "path" | "status" | "shows"> & {
  cookie: "none" | "club";
  wanted: number | null;
};

/** With a question that nobody asked before, no page was rendered before. */
const NEW = `?again=${UNIQUE_KEY}`;

export const COMPARED: readonly Compared[] = [
  page("/ (no club)", "/", { cookie: "none", wanted: 0.4 }),
  page("/ (club)", "/", { shows: `/l/${DRAWN_LOTTERY}`, wanted: 0.4 }),
  page("/l/:id waiting", `/l/${WAITING_LOTTERY}`, { wanted: 0.4 }),
  page("/l/:id drawn", `/l/${DRAWN_LOTTERY}`, { shows: `class="verdict-title"`, wanted: 0.4 }),
  page("/library", "/library", { shows: NEWEST_MOVIE, wanted: 0.6 }),
  page("/history", "/history", { shows: `/l/${DRAWN_LOTTERY}`, wanted: 0.6 }),
  page("/ (club), new", `/${NEW}`, { wanted: 0.8 }),
  page("/l/:id waiting, new", `/l/${WAITING_LOTTERY}${NEW}`, { wanted: 0.8 }),
  page("/l/:id drawn, new", `/l/${DRAWN_LOTTERY}${NEW}`, { wanted: 0.8 }),
  page("/healthz", "/healthz", { cookie: "none" }),
];

export type Side = { web: Pick<WebProcess, "url">; pids: readonly number[]; cookie: string };

/** Loads a page; answers what a request took of the processors, in milliseconds, how many there were a second, and their size. */
export async function cost(
  { path, method, status, ...compared }: Compared,
  { web, pids, cookie }: Side,
  options: Options,
) {
  const headers = headersOf(
    asPage({ path, method, status, ...compared }),
    web.url,
    cookieFor(compared, cookie),
  );
  const { connections, seconds } = options;
  const job: Job = { url: web.url, method, path, headers, status, connections, seconds };
  const before = await usedBy(pids);
  const child = startChild("load.ts");
  const load = await ask<Load>(child, job);
  child.disconnect();
  if (load.fault) throw new Error(`${compared.name}: ${load.fault}`);
  const cpu = ((await usedBy(pids)) - before) / load.requests;
  return { cpu, perSecond: load.perSecond, bytes: load.bytes };
}

async function usedBy(pids: readonly number[]): Promise<number> {
  const each = await Promise.all(pids.map(cpuMs));
  return each.reduce((sum, ms) => sum + ms, 0);
}

export function cookieFor({ cookie }: Pick<Compared, "cookie">, club: string): string {
  return cookie === "club" ? club : "";
}

export function asPage({ name, method, path, status, shows }: Compared): Page {
  return {
    name,
    method,
    path,
    status,
    shows,
    original: { cpuMs: 0, statements: "" },
    wanted: 0,
    statementsAllowed: 0,
  };
}

function page(
  name: string,
  path: string,
  { cookie = "club", shows, wanted = null }: Partial<Compared>,
): Compared {
  return { name, method: "GET", path, status: 200, shows, cookie, wanted };
}
