import type { Db } from "../reliability/pool.server.ts";

/** So much goes at a time: short enough for a slow database, and for those who write meanwhile. */
const PART = { movies: 5_000, lotteries: 100, polls: 20 };

/**
 * Takes away a part of what a deleted club had, in one statement, and at last the club itself. Of lotteries and polls a
 * mark stays, by which their links say what became of them. Answers whether there is more to do.
 */
export async function sweepGone(db: Db, part: typeof PART = PART): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { more: boolean }[] }>(
    `with club as (
       -- One process at a time is enough.
       select gone_clubs.id from gone_clubs join clubs on clubs.id = gone_clubs.id
       order by gone_at limit 1 for update of gone_clubs skip locked
     ), movie as (${partOf("movies")}),
     trash as (${partOf("removed_movies", "movies")}),
     lottery as (${partOf("lotteries")} returning id),
     poll as (${partOf("polls")} returning id),
     lottery_mark as (insert into gone_lotteries (id) select id from lottery on conflict (id) do nothing),
     poll_mark as (insert into gone_polls (id) select id from poll on conflict (id) do nothing),
     import as (delete from imports using club where imports.club_id = club.id),
     completion as (delete from completions using club where completions.club_id = club.id),
     emptied as (
       delete from clubs using club
       -- As it was before this statement, so a part that is the last one is not the end yet.
       where clubs.id = club.id ${["movies", "removed_movies", "lotteries", "polls"].map(hasNo).join(" ")}
     )
     select exists (select from club) as more`,
    part,
  );
  return rows[0]!.more;
}

function partOf(table: string, size: string = table): string {
  return `delete from ${table} where id in (
    select id from ${table} where club_id = (select id from club) limit :${size})`;
}

function hasNo(table: string): string {
  return `and not exists (select from ${table} where ${table}.club_id = clubs.id)`;
}
