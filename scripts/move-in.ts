// npm run move-in -- [<postgres address or lottery.db>] [--club <invite or new>] [--yes]
import { randomBytes, randomUUID } from "node:crypto";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { config } from "../app/config.server.ts";
import { inviteHash } from "../app/data/identity.server.ts";
import { openPool, type Db } from "../app/data/reliability/pool.server.ts";
import {
  clubOfInvite,
  clubWithLotteries,
  insertKeyToClub,
  isInhabited,
} from "../app/data/moved-in.server.ts";
import { paths } from "../app/paths.ts";
import { databaseAddress } from "../knexfile.ts";
import { moveIn, type Result } from "./move-in/moving.ts";
import { LEFT_BEHIND, type Original } from "./move-in/original.ts";
import { postgresOriginal } from "./move-in/postgres-original.ts";
import { progressBar } from "./move-in/progress-bar.ts";
import { wordsOf } from "./words-of-failure.ts";

const WHY_LEFT: Record<(typeof LEFT_BEHIND)[number], string> = {
  background_photo: "the start page hangs up the posters of your latest lotteries by itself",
  movie_identifier: "links to torrents have no place here",
};
/** For how long the link into a new club works. */
const KEY_DAYS = 7;
/** A sentence each, and the rest as a number: nobody reads ten thousand. */
const REMARKS_SHOWN = 50;

try {
  process.exitCode = await run();
} catch (error) {
  console.error(`It stopped: ${wordsOf(error)}\nWhat was brought so far is saved; run it again to go on.`);
  process.exitCode = 1;
}

async function run(): Promise<number> {
  const { source, club, yes } = readArguments();
  const address = await databaseAddress();
  const original = await openOriginal(source ?? address);
  const db = openPool({ address: () => address, max: 2, statementMs: 60_000 });
  try {
    const counts = await announce(original);
    if (!counts) return 1;
    const clubId = await clubFor(original, { club, db });
    if (!clubId) return 1;
    if (!yes && !(await isWanted())) return 1;
    const show = progressBar();
    const result = await moveIn({ original, clubId, db, counts, show });
    report(result);
    if (!(await isInhabited({ clubId }, db))) await handOver(clubId, db);
    return 0;
  } finally {
    await Promise.all([original.close(), db.destroy()]);
  }
}

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { club: { type: "string" }, yes: { type: "boolean", default: false } },
  });
  if (positionals.length > 1) throw new Error("name one database, or none for the one that this app uses");
  return { source: positionals[0] ?? null, club: values.club ?? null, yes: values.yes };
}

/**
 * The club that is meant: a new one, that of an invite, or the one that an earlier run has chosen, so that one that was
 * cut off goes on. Null when there is none.
 */
async function clubFor(
  original: Original,
  { club, db }: { club: string | null; db: Db },
): Promise<string | null> {
  if (club === "new") return randomUUID();
  if (club === null) return (await clubOfBefore(original, db)) ?? randomUUID();
  const token = club.split("/").at(-1)!;
  const invited = await clubOfInvite({ tokenHash: inviteHash(token) }, db);
  if (!invited) console.error("--club takes “new”, or the link of an invite that still works.");
  return invited;
}

/** Gives out a link that lets one browser into the club, which nobody knows yet. */
async function handOver(clubId: string, db: Db): Promise<void> {
  const token = randomBytes(16).toString("hex");
  await insertKeyToClub({ clubId, tokenHash: inviteHash(token), days: KEY_DAYS }, db);
  const { publicUrl } = config();
  console.log(
    `\nThey are a club of their own. Who opens this address ${publicUrl ? "" : "of the app "}within ${KEY_DAYS} days, and presses the ` +
      `button there, is in it, and can let in others from its page:\n${publicUrl ?? ""}${paths.join(token)}`,
  );
}

async function openOriginal(source: string): Promise<Original> {
  if (/^postgres(ql)?:\/\//.test(source)) return postgresOriginal(source);
  // Only then: who moves in from PostgreSQL needs no SQLite.
  const { sqliteOriginal } = await import("./move-in/sqlite-original.ts");
  return sqliteOriginal(source);
}

/** Says what there is; null when it is no database of the original. */
async function announce(original: Original): Promise<Parameters<typeof moveIn>[0]["counts"] | null> {
  const lotteries = await original.count("lottery");
  const polls = (await original.count("poll")) ?? 0;
  const films = await original.count("movie");
  const movies = await original.count("library_movie");
  if (lotteries === null && movies === null) {
    console.error(
      `There is nothing of the original app in ${original.name}: it has no tables of these names.`,
    );
    return null;
  }
  console.log(`In ${original.name}, which is only read:\n`);
  console.log(
    `  ${lotteries ?? 0} lotteries with ${films ?? 0} films\n  ${polls} polls\n  ${movies ?? 0} films of the library`,
  );
  const orphans = await original.votesOfNoPoll();
  if (orphans) console.log(`  votes stay behind (${orphans}): their poll is gone`);
  for (const table of LEFT_BEHIND) {
    const rows = await original.count(table);
    if (rows) console.log(`  ${table} stays behind (${rows}): ${WHY_LEFT[table]}`);
  }
  return { lotteries: lotteries ?? 0, polls, movies: movies ?? 0 };
}

/** Where an earlier run has brought them, so that one that was cut off goes on. */
async function clubOfBefore(original: Original, db: Db): Promise<string | null> {
  if ((await original.count("lottery")) === null) return null;
  const rows = await original.page("lottery", null, 500);
  return clubWithLotteries({ ids: rows.map(({ id }) => String(id)) }, db);
}

async function isWanted(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    console.error("Nobody is there to ask: say --yes to begin.");
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question("Begin? [y/N] ");
  terminal.close();
  return /^(y|yes|да?)$/i.test(answer.trim());
}

function report({ lotteries, polls, movies, remarks }: Result): void {
  const line = (name: string, { brought, already, other }: Result["lotteries"]) =>
    `  ${name.padEnd(10)} ${String(brought).padStart(7)} brought  ${String(already).padStart(7)} there before  ${String(other).padStart(7)} not`;
  console.log(`\n${line("lotteries", lotteries)}\n${line("polls", polls)}\n${line("library", movies)}`);
  for (const { what, why } of remarks.slice(0, REMARKS_SHOWN)) console.log(`  ${what}: ${why}.`);
  if (remarks.length > REMARKS_SHOWN) console.log(`  … and ${remarks.length - REMARKS_SHOWN} more.`);
}
