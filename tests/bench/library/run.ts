import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { openPool } from "#app/data/reliability/pool.server.ts";
import { prepareSearch } from "#app/data/schema/search-indexes.server.ts";
import { bringUpToDate } from "#app/data/schema/up-to-date.server.ts";
import { migrationsOnDisk } from "../../../scripts/migrations-on-disk.ts";
import { atEnd, closeAll, closeOnSignals, isClosing } from "../closing.ts";
import { startDurableDatabase, type BenchDatabase } from "../durable-database.ts";
import { table } from "../figures.ts";
import { newVisitor } from "../visitor.ts";
import { ROOT, startWebProcess, untilReady } from "../web-process.ts";
import { statements } from "./cases.ts";
import { BESIDE, fillClubs, SIZES, type Club } from "./clubs.ts";
import { pages } from "./pages.ts";
import { waysOf } from "./plans.ts";
import { time, type Question, type Timed } from "./timing.ts";

/** The most that anything may take in a larger club, as a multiple of what it takes in the smallest. */
const WANTED = 2;

closeOnSignals();
try {
  const { values } = parseArgs({
    options: {
      /** Whether whole pages and forms are timed, and not the statements behind them. */
      pages: { type: "boolean", default: false },
      /** No club with more films. */
      films: { type: "string", default: "1000000" },
      times: { type: "string", default: "40" },
    },
  });
  const sizes = SIZES.filter(({ films }) => films <= Number(values.films));
  await (values.pages
    ? benchPages(sizes, Number(values.times))
    : benchStatements(sizes, Number(values.times)));
} catch (error) {
  // After Ctrl-C everything is being taken away, so something fails.
  if (!isClosing()) console.error(error);
  process.exitCode = 1;
} finally {
  await closeAll();
}

type Sizes = readonly (typeof SIZES)[number][];

/** What the statement behind each question takes, and by which indexes it is answered. */
async function benchStatements(sizes: Sizes, times: number): Promise<void> {
  const database = await startDurableDatabase();
  await bringUpToDate({ address: () => database.url, migrations: await migrationsOnDisk(), restoring: true });
  const clubs = sizes.map((size) => ({ ...size, id: randomUUID(), cookie: "" }));
  const found = await fill(database, clubs);
  const db = openPool({ address: () => database.url, max: 1, statementMs: 60_000 });
  atEnd(() => db.destroy());
  const questions = statements(db);
  const rows = await rowsOf(questions, clubs, times);
  const largest = clubs.at(-1)!;
  const scanned: string[] = [];
  for (const [index, { name, ask }] of questions.entries()) {
    const { indexes, scans } = await waysOf(db, () => ask(largest, 0));
    rows[index]!.push(indexes.join(" "));
    scanned.push(...scans.map((each) => `${name}: ${each}`));
  }
  report("statement", { found, times, clubs, rows, more: ["indexes in the largest"] });
  console.log(`Tables that were gone through as a whole: ${listed(scanned)}\n`);
}

/** What each page and each form takes, through the server of `npm start`. */
async function benchPages(sizes: Sizes, times: number): Promise<void> {
  execFileSync(process.execPath, ["scripts/build-if-stale.mjs"], { cwd: ROOT, stdio: "inherit" });
  const database = await startDurableDatabase();
  const web = await startWebProcess(database.url);
  await untilReady(web);
  const clubs: Club[] = [];
  for (const size of sizes) {
    const { cookie, clubId } = await newVisitor(web.url);
    clubs.push({ ...size, id: clubId, cookie });
  }
  const found = await fill(database, clubs);
  const db = openPool({ address: () => database.url, max: 1, statementMs: 60_000 });
  atEnd(() => db.destroy());
  const { questions, faults } = pages({ url: web.url, db });
  const rows = await rowsOf(questions, clubs, times);
  report("page or form", { found, times, clubs, rows, more: [] });
  console.log(
    `Answers that were not fresh, or refused: ${listed([...faults].map(([what, count]) => `${count} × ${what}`))}\n`,
  );
}

async function fill({ url, admin }: BenchDatabase, clubs: readonly Club[]): Promise<string> {
  await fillClubs(admin, clubs);
  const found = await prepareSearch(() => url);
  await admin.query("vacuum analyze");
  return found;
}

async function rowsOf(
  questions: readonly Question[],
  clubs: readonly Club[],
  times: number,
): Promise<string[][]> {
  const rows: string[][] = [];
  for (const question of questions) {
    process.stderr.write(`${question.name}\n`);
    const [base, ...larger] = await time(question, clubs, times);
    const over = larger.some(({ p50 }) => p50 / base!.p50 > WANTED);
    const ratios = larger.flatMap((timed) => ratiosOf(timed, base!));
    rows.push([question.name, base!.p50.toFixed(1), ...ratios, over ? "OVER" : ""]);
  }
  return rows;
}

function report(
  what: string,
  {
    found,
    times,
    clubs,
    rows,
    more,
  }: { found: string; times: number; clubs: readonly Club[]; rows: string[][]; more: string[] },
): void {
  const [smallest, ...larger] = clubs.map(({ films, lotteries }) => `${short(films)}/${short(lotteries)}`);
  const heading = [
    what,
    `${smallest}, ms`,
    ...larger.flatMap((size) => [`${size}: p50`, "p99"]),
    "",
    ...more,
  ];
  console.log(`
Clubs by films/lotteries, and ${BESIDE}. Titles are looked for: ${found}. p50 and p99 of ${times} runs as multiples
of those of the smallest club, which was asked in turns with the others. Over ${WANTED} × in p50: ${rows.filter((row) => row.includes("OVER")).length} of ${rows.length}.

${table(heading, rows)}
`);
}

function ratiosOf(timed: Timed, base: Timed): string[] {
  return [timed.p50 / base.p50, timed.p99 / base.p99].map((ratio) => ratio.toFixed(1));
}

function short(count: number): string {
  return count < 1_000 ? String(count) : count < 1_000_000 ? `${count / 1_000}k` : `${count / 1_000_000}M`;
}

function listed(lines: readonly string[]): string {
  return lines.length === 0 ? "none" : `\n${lines.join("\n")}`;
}
