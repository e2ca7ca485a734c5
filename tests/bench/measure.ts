import { ask, startChild } from "./child.ts";
import type { BenchDatabase } from "./durable-database.ts";
import { exchange } from "./exchange.ts";
import { median } from "./figures.ts";
import type { Job, Load } from "./load.ts";
import type { Options } from "./options.ts";
import { headersOf, PAGES, type Page } from "./pages.ts";
import { cpuMs } from "./process-figures.ts";
import type { WebProcess } from "./web-process.ts";

export type Measured = {
  page: Page;
  perSecond: number;
  p50: number;
  p99: number;
  cpuMs: number;
  bytes: number;
  /** Per request, one visitor at a time. */
  statements: number;
  /** Per request under load, where simultaneous readers of one club share a statement. */
  statementsUnderLoad: number;
  /** Requests per second of the bare server with the same bytes. */
  bare: number;
};

export type Scene = {
  web: WebProcess;
  database: BenchDatabase;
  /** Pages belong to one club and writes to another, so that what is written changes no page. */
  cookies: Record<Page["method"], string>;
  options: Options;
};

type Round = Load & { cpuMs: number; statements: number; bare: number };

const ALONE = 20;
const WARM_UP_S = 1;
/** Of the largest: a page that the guard filled with its default is far smaller. */
const WHOLE = 0.9;

/** Measures every page in alternating rounds, after a warm-up; answers medians. */
export async function measure(scene: Scene): Promise<Measured[]> {
  const { web, cookies, options } = scene;
  const alone = new Map<Page, number>();
  for (const page of PAGES) alone.set(page, await statementsAlone(page, scene));
  const recordings = [];
  for (const page of PAGES) recordings.push(await exchange(page, web.url, cookies[page.method]));
  const bareUrl = await ask<string>(startChild("bare-server.ts"), recordings);
  for (const page of PAGES) await fire(page, web.url, scene, WARM_UP_S);
  const rounds = new Map<Page, Round[]>(PAGES.map((page) => [page, []]));
  for (let round = 1; round <= options.rounds; round++) {
    process.stderr.write(`round ${round} of ${options.rounds}\n`);
    for (const page of PAGES) rounds.get(page)!.push(await oneRound(page, bareUrl, scene));
  }
  return PAGES.map((page) => summary(page, rounds.get(page)!, alone.get(page)!));
}

async function statementsAlone(page: Page, { web, database, cookies }: Scene): Promise<number> {
  // The first one may open and greet a connection.
  await exchange(page, web.url, cookies[page.method]);
  const before = await database.statements();
  for (let times = 0; times < ALONE; times++) await exchange(page, web.url, cookies[page.method]);
  return ((await database.statements()) - before) / ALONE;
}

async function oneRound(page: Page, bareUrl: string, scene: Scene): Promise<Round> {
  const { web, database, options } = scene;
  const before = { cpu: await cpuMs(web.pid), statements: await database.statements() };
  const load = await fire(page, web.url, scene, options.seconds);
  const cpu = (await cpuMs(web.pid)) - before.cpu;
  const statements = (await database.statements()) - before.statements;
  const bare = await fire(page, bareUrl, scene, 1);
  return {
    ...load,
    cpuMs: cpu / load.requests,
    statements: statements / load.requests,
    bare: bare.perSecond,
  };
}

/** Throws when one answer was not the page. */
async function fire(page: Page, url: string, { cookies, options }: Scene, seconds: number): Promise<Load> {
  const { method, path, body, status } = page;
  const headers = headersOf(page, url, cookies[method]);
  const job: Job = { url, method, path, headers, body, status, connections: options.connections, seconds };
  const child = startChild("load.ts");
  const load = await ask<Load>(child, job);
  child.disconnect();
  if (load.fault) throw new Error(`${page.name}: ${load.fault}`);
  if (load.smallest < load.largest * WHOLE) {
    throw new Error(
      `${page.name}: answers of ${load.smallest} and ${load.largest} bytes, so some lack their data`,
    );
  }
  return load;
}

function summary(page: Page, rounds: Round[], statements: number): Measured {
  const middle = (figure: (round: Round) => number) => median(rounds.map(figure));
  return {
    page,
    perSecond: middle((round) => round.perSecond),
    p50: middle((round) => round.p50),
    p99: middle((round) => round.p99),
    cpuMs: middle((round) => round.cpuMs),
    bytes: middle((round) => round.bytes),
    statements,
    statementsUnderLoad: middle((round) => round.statements),
    bare: middle((round) => round.bare),
  };
}
