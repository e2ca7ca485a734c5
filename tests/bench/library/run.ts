import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { openPool, type Db } from "#app/data/reliability/pool.server.ts";
import { prepareSearch } from "#app/data/schema/search-indexes.server.ts";
import { bringUpToDate } from "#app/data/schema/up-to-date.server.ts";
import { migrationsOnDisk } from "../../../scripts/migrations-on-disk.ts";
import { atEnd, closeAll, closeOnSignals } from "../closing.ts";
import { startDurableDatabase } from "../durable-database.ts";
import { median, percentile, table } from "../figures.ts";
import { CASES, type Case } from "./cases.ts";
import { fillHistory, fillLibraries } from "./films.ts";
import { wholeScans } from "./plans.ts";

const SIZES = [100, 10_000, 100_000];
const OTHER_CLUBS = 10_000;
const FILMS_OF_OTHERS = 20;
const LOTTERIES = 400;
const TIMES = 60;
/** Before anything is timed, plans and pages of the disk are brought in. */
const WARM_UP = 5;

type Timed = { p50: number; p99: number; scans: string[] };

closeOnSignals();
try {
  await bench();
} finally {
  await closeAll();
}

/**
 * What each question to a library takes, beside ten thousand other clubs: in the smallest one in milliseconds, in larger
 * ones as a multiple of that. `--films 1000000` adds a library of that size.
 */
async function bench(): Promise<void> {
  const { values } = parseArgs({ options: { films: { type: "string" } } });
  const sizes = values.films === undefined ? SIZES : [...SIZES, Number(values.films)];
  const { url, admin } = await startDurableDatabase();
  const address = () => url;
  await bringUpToDate({ address, migrations: await migrationsOnDisk(), restoring: true });
  const clubs = sizes.map(() => randomUUID());
  const others = Array.from({ length: OTHER_CLUBS }, () => randomUUID());
  await admin.query("insert into clubs (id) select unnest($1::uuid[])", [[...clubs, ...others]]);
  await fillLibraries(admin, others, FILMS_OF_OTHERS);
  for (const [index, clubId] of clubs.entries()) await fillLibraries(admin, [clubId], sizes[index]!);
  for (const clubId of clubs) await fillHistory(admin, clubId, LOTTERIES);
  const search = await prepareSearch(address);
  await admin.query("vacuum analyze");
  const db = openPool({ address, max: 1, statementMs: 60_000 });
  atEnd(() => db.destroy());

  const rows: string[][] = [];
  const scanned = new Set<string>();
  for (const each of CASES) {
    const timed: Timed[] = [];
    for (const clubId of clubs) timed.push(await time(each, clubId, db));
    rows.push([each.name, inMs(timed[0]!.p50), ...timed.slice(1).flatMap((one) => ratios(one, timed[0]!))]);
    for (const { scans } of timed) for (const scan of scans) scanned.add(`${each.name}: ${scan}`);
  }
  const heading = ["question", "100 films, ms", ...sizes.slice(1).flatMap((size) => [`${size}: p50`, "p99"])];
  console.log(`
Titles are looked for: ${search}. ${OTHER_CLUBS} other clubs of ${FILMS_OF_OTHERS} films; ${LOTTERIES} draws in each club.
p50 and p99 of ${TIMES} runs as multiples of those with 100 films.

${table(heading, rows)}

Scans of all films: ${scanned.size === 0 ? "none" : `\n${[...scanned].join("\n")}`}
`);
}

async function time({ ask }: Case, clubId: string, db: Db): Promise<Timed> {
  const times: number[] = [];
  for (let time = 0; time < WARM_UP + TIMES; time += 1) {
    const began = performance.now();
    await ask({ clubId, time, db });
    if (time >= WARM_UP) times.push(performance.now() - began);
  }
  const scans = await wholeScans(db, () => ask({ clubId, time: 0, db }));
  return { p50: median(times), p99: percentile(times, 0.99), scans };
}

function ratios(timed: Timed, base: Timed): string[] {
  return [timed.p50 / base.p50, timed.p99 / base.p99].map((ratio) => ratio.toFixed(1));
}

function inMs(ms: number): string {
  return ms.toFixed(1);
}
