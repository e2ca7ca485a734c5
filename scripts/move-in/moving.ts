import {
  insertClub,
  insertMovedLotteries,
  insertMovedMovies,
  type Moved,
} from "#app/data/moved-in.server.ts";
import type { Db } from "#app/data/reliability/pool.server.ts";
import { libraryMovieOf, lotteryOf, type Remark } from "./mapping.ts";
import type { Original, Row } from "./original.ts";

const PAGE = 250;

type Tally = { brought: number; already: number; other: number };

export type Result = { lotteries: Tally; movies: Tally; remarks: Remark[] };

type Moving = {
  original: Original;
  clubId: string;
  db: Db;
  counts: { lotteries: number; movies: number };
  show: (done: number, of: number) => void;
  thisYear?: number;
};

const WHY: Partial<Record<Moved, string>> = {
  foreign: "another club here has a lottery of this id",
  twin: "the library has this film already",
};

/**
 * Brings everything over, page by page, each in one statement: whatever ends it, what was brought is whole, and the next
 * run goes on. What is there already is not touched.
 */
export async function moveIn(moving: Moving): Promise<Result> {
  const { original, clubId, db, counts, show, thisYear = new Date().getUTCFullYear() } = moving;
  const remarks: Remark[] = [];
  const lotteries: Tally = { brought: 0, already: 0, other: 0 };
  const movies: Tally = { brought: 0, already: 0, other: 0 };
  const total = counts.lotteries + counts.movies;
  let done = 0;
  await insertClub({ clubId }, db);
  show(0, total);
  for await (const rows of pagesOf(original, "lottery", counts.lotteries)) {
    const films = byLottery(await original.moviesOf(rows.map(({ id }) => String(id))));
    const read = rows.map((row) => lotteryOf(row, films.get(String(row.id)) ?? [], thisYear));
    const whole = read.flatMap(({ lottery }) => lottery ?? []);
    const outcomes = await insertMovedLotteries({ clubId, lotteries: whole }, db);
    remarks.push(...read.flatMap((each) => each.remarks));
    lotteries.other += rows.length - whole.length;
    for (const { id } of whole) count(lotteries, outcomes.get(id)!, `lottery ${id}`, remarks);
    show((done += rows.length), total);
  }
  for await (const rows of pagesOf(original, "library_movie", counts.movies)) {
    const read = rows.map((row) => libraryMovieOf(row, { clubId, thisYear }));
    const whole = read.flatMap(({ movie }) => movie ?? []);
    const outcomes = await insertMovedMovies({ clubId, movies: whole }, db);
    remarks.push(...read.flatMap((each) => each.remarks));
    movies.other += rows.length - whole.length;
    for (const { submitKey, title } of whole) count(movies, outcomes.get(submitKey)!, `“${title}”`, remarks);
    show((done += rows.length), total);
  }
  return { lotteries, movies, remarks };
}

async function* pagesOf(
  original: Original,
  table: "lottery" | "library_movie",
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

function byLottery(films: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const film of films) {
    const id = String(film.lottery_id);
    const group = groups.get(id) ?? [];
    groups.set(id, [...group, film]);
  }
  return groups;
}

function count(tally: Tally, outcome: Moved, what: string, remarks: Remark[]): void {
  if (outcome === "brought" || outcome === "already") tally[outcome] += 1;
  else {
    tally.other += 1;
    remarks.push({ what, why: WHY[outcome]! });
  }
}
