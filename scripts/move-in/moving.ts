import {
  insertClub,
  insertMovedLotteries,
  insertMovedMovies,
  type Moved,
} from "#app/data/moved-in.server.ts";
import { insertMovedPolls } from "#app/data/polls/moved-polls.server.ts";
import type { Db } from "#app/data/reliability/pool.server.ts";
import { libraryMovieOf, lotteryOf, type Remark } from "./mapping.ts";
import { BELONGING, type Belonging, type Original, type Row, type Table } from "./original.ts";
import { pollOf } from "./poll-mapping.ts";

const PAGE = 250;

type Tally = { brought: number; already: number; other: number };

export type Result = { lotteries: Tally; polls: Tally; movies: Tally; remarks: Remark[] };

type Moving = {
  original: Original;
  clubId: string;
  db: Db;
  counts: { lotteries: number; polls: number; movies: number };
  show: (done: number, of: number) => void;
  thisYear?: number;
};

const WHY: Partial<Record<Moved, string>> = {
  foreign: "another club here has one of this id",
  twin: "the library has this film already",
};

/**
 * Brings everything over, page by page, each in one statement: whatever ends it, what was brought is whole, and the next
 * run goes on. What is there already is not touched.
 */
export async function moveIn(moving: Moving): Promise<Result> {
  const { original, clubId, db, counts, show, thisYear = new Date().getUTCFullYear() } = moving;
  const remarks: Remark[] = [];
  const total = counts.lotteries + counts.polls + counts.movies;
  let done = 0;
  const onward = (rows: readonly Row[]) => show((done += rows.length), total);
  await insertClub({ clubId }, db);
  show(0, total);

  const lotteries = nothingYet();
  for await (const rows of pagesOf(original, "lottery", counts.lotteries)) {
    const films = await belonging(original, "movie", rows);
    const read = rows.map((row) => lotteryOf(row, films(row), thisYear));
    const whole = read.flatMap(({ lottery }) => lottery ?? []);
    const outcomes = await insertMovedLotteries({ clubId, lotteries: whole }, db);
    remarks.push(...read.flatMap((each) => each.remarks));
    lotteries.other += rows.length - whole.length;
    for (const { id } of whole) count(lotteries, outcomes.get(id)!, `lottery ${id}`, remarks);
    onward(rows);
  }

  const polls = nothingYet();
  for await (const rows of pagesOf(original, "poll", counts.polls)) {
    const films = await belonging(original, "poll_movie", rows);
    const votes = await belonging(original, "vote", rows);
    const read = rows.map((row) => pollOf(row, { films: films(row), votes: votes(row) }, thisYear));
    const whole = read.flatMap(({ poll }) => poll ?? []);
    const outcomes = await insertMovedPolls({ clubId, polls: whole }, db);
    remarks.push(...read.flatMap((each) => each.remarks));
    polls.other += rows.length - whole.length;
    for (const { id } of whole) count(polls, outcomes.get(id)!, `poll ${id}`, remarks);
    onward(rows);
  }

  const movies = nothingYet();
  for await (const rows of pagesOf(original, "library_movie", counts.movies)) {
    const read = rows.map((row) => libraryMovieOf(row, { clubId, thisYear }));
    const whole = read.flatMap(({ movie }) => movie ?? []);
    const outcomes = await insertMovedMovies({ clubId, movies: whole }, db);
    remarks.push(...read.flatMap((each) => each.remarks));
    movies.other += rows.length - whole.length;
    for (const { submitKey, title } of whole) count(movies, outcomes.get(submitKey)!, `“${title}”`, remarks);
    onward(rows);
  }
  return { lotteries, polls, movies, remarks };
}

function nothingYet(): Tally {
  return { brought: 0, already: 0, other: 0 };
}

async function* pagesOf(
  original: Original,
  table: Exclude<Table, Belonging>,
  rows: number,
): AsyncGenerator<Row[]> {
  // A table that is not there has no rows, and cannot be asked.
  if (rows === 0) return;
  for (let after: string | number | null = null; ;) {
    const page: Row[] = await original.page(table, after, PAGE);
    if (page.length > 0) yield page;
    if (page.length < PAGE) return;
    after = page.at(-1)!.id ?? null;
  }
}

/** Finds the rows of another table that belong to one of these. */
async function belonging(
  original: Original,
  table: Belonging,
  rows: readonly Row[],
): Promise<(row: Row) => readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const each of await original.belongingTo(
    table,
    rows.map(({ id }) => String(id)),
  )) {
    const id = String(each[BELONGING[table].to]);
    const group = groups.get(id);
    if (group) group.push(each);
    else groups.set(id, [each]);
  }
  return ({ id }) => groups.get(String(id)) ?? [];
}

function count(tally: Tally, outcome: Moved, what: string, remarks: Remark[]): void {
  if (outcome === "brought" || outcome === "already") tally[outcome] += 1;
  else {
    tally.other += 1;
    remarks.push({ what, why: WHY[outcome]! });
  }
}
