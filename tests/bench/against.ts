import { execFileSync } from "node:child_process";
import { ask, startChild } from "./child.ts";
import { buildCommit } from "./checkout.ts";
import { startDurableDatabase } from "./durable-database.ts";
import { exchange } from "./exchange.ts";
import { median, table } from "./figures.ts";
import type { Job, Load } from "./load.ts";
import type { Options } from "./options.ts";
import { headersOf, UNIQUE_KEY, type Page } from "./pages.ts";
import { cpuMs, rssMb } from "./process-figures.ts";
import { DRAWN_LOTTERY, NEWEST_MOVIE, seedClub, WAITING_LOTTERY } from "./seed.ts";
import { ROOT, startWebProcess, untilReady, type WebProcess } from "./web-process.ts";
import { newVisitor } from "./visitor.ts";

type Compared = Pick<Page, "name" | "method" | "path" | "status" | "shows"> & {
  cookie: "none" | "club";
  wanted: number | null;
};

/** With a question that nobody asked before, no page was rendered before. */
const NEW = `?again=${UNIQUE_KEY}`;

const COMPARED: readonly Compared[] = [
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

type Side = { web: WebProcess; cookie: string };
type Round = { ours: number; theirs: number; ourBytes: number; theirBytes: number };

/**
 * Compares the CPU that each page costs with that of another commit: both run at once on one database, and are loaded in
 * turns, so that a busy machine is busy for both.
 */
export async function benchAgainst(commit: string, options: Options): Promise<void> {
  execFileSync(process.execPath, ["scripts/build-if-stale.mjs"], { cwd: ROOT, stdio: "inherit" });
  const folder = await buildCommit(commit);
  const database = await startDurableDatabase();
  const ours = await startWebProcess(database.url);
  await untilReady(ours);
  const theirs = await startWebProcess(database.url, "", {}, folder);
  await untilReady(theirs);
  const { cookie, clubId } = await newVisitor(ours.url);
  await seedClub(database.admin, clubId);
  const sides = { ours: { web: ours, cookie }, theirs: { web: theirs, cookie } };
  const rounds = new Map<Compared, Round[]>(COMPARED.map((each) => [each, []]));
  for (const compared of COMPARED) {
    await exchange(asPage(compared), ours.url, cookieFor(compared, cookie));
    await Promise.all(Object.values(sides).map((side) => cost(compared, side, { ...options, seconds: 1 })));
  }
  for (let round = 1; round <= options.rounds; round++) {
    process.stderr.write(`round ${round} of ${options.rounds}\n`);
    for (const compared of COMPARED) {
      const one = await cost(compared, sides.ours, options);
      const other = await cost(compared, sides.theirs, options);
      rounds
        .get(compared)!
        .push({ ours: one.cpu, theirs: other.cpu, ourBytes: one.bytes, theirBytes: other.bytes });
    }
  }
  const { rounds: count, seconds, connections } = options;
  console.log(`
Node ${process.version}; CPU per request of this checkout and of ${commit}, ${count} alternating rounds of ${seconds} s each on
${connections} connections. "ratio": the median of the rounds' ratios, with the smallest and the largest. Memory afterwards:
${(await rssMb(ours.pid)).toFixed(0)} MB, and ${(await rssMb(theirs.pid)).toFixed(0)} MB there.

${table(["page", "CPU ms", "there", "ratio", "from", "to", "bytes", "there", "wanted", ""], [...rounds].map(rowOf))}
`);
}

async function cost(
  { path, method, status, ...compared }: Compared,
  { web, cookie }: Side,
  options: Options,
) {
  const headers = headersOf(
    asPage({ path, method, status, ...compared }),
    web.url,
    cookieFor(compared, cookie),
  );
  const { connections, seconds } = options;
  const job: Job = { url: web.url, method, path, headers, status, connections, seconds };
  const before = await cpuMs(web.pid);
  const child = startChild("load.ts");
  const load = await ask<Load>(child, job);
  child.disconnect();
  if (load.fault) throw new Error(`${compared.name}: ${load.fault}`);
  return { cpu: ((await cpuMs(web.pid)) - before) / load.requests, bytes: load.bytes };
}

function rowOf([{ name, wanted }, rounds]: [Compared, Round[]]): string[] {
  const ratios = rounds.map(({ ours, theirs }) => ours / theirs);
  const middle = (figure: (round: Round) => number) => median(rounds.map(figure));
  const ratio = median(ratios);
  return [
    name,
    middle(({ ours }) => ours).toFixed(2),
    middle(({ theirs }) => theirs).toFixed(2),
    ratio.toFixed(2),
    Math.min(...ratios).toFixed(2),
    Math.max(...ratios).toFixed(2),
    middle(({ ourBytes }) => ourBytes).toFixed(0),
    middle(({ theirBytes }) => theirBytes).toFixed(0),
    wanted === null ? "" : `≤ ${wanted}`,
    wanted === null || ratio <= wanted ? "" : "OVER",
  ];
}

function cookieFor({ cookie }: Pick<Compared, "cookie">, club: string): string {
  return cookie === "club" ? club : "";
}

function asPage({ name, method, path, status, shows }: Compared): Page {
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
