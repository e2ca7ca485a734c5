import { MERGED, TO_MERGE } from "../library/merging.server.ts";
import { violatedConstraint } from "../reliability/failure.server.ts";
import type { Db } from "../reliability/pool.server.ts";

/** So much comes along at a time: short enough for a slow database and a large library, and for those who write meanwhile. */
const PART = { movies: 500, lotteries: 200, polls: 200, removed: 500, waiting: 500 };

/** A part came to this club, and there may be more to come; null when nothing is on its way. */
export type Arrived = { clubId: string } | null;

/**
 * Has a part of what is on its way come to its club, in one statement: what came is there and gone from where it was, or
 * nothing has happened. What both have is merged as in joining.server.ts. The club that it came from is through when a
 * walk through all of its films found none. Two processes take different clubs.
 */
export async function bringPart(db: Db, part: typeof PART = PART): Promise<Arrived> {
  try {
    const { rows } = await db.raw<{ rows: { club_id: string }[] }>(
      `with arrival as (
         select from_club, club_id, came_as, device_id, reached from arrivals
         order by begun_at limit 1 for update skip locked
       ), lottery as (${given("lotteries", "lotteries", HOSTED)}),
       poll as (${given("polls", "polls", HOSTED)}),
       trash as (${given("removed_movies", "removed")}),
       line as (${given("completions", "waiting", "", "movie_id")}),
       part as materialized (
         select id, title_key, year, ${TO_MERGE.join(", ")} from movies
         where club_id = (select from_club from arrival) and id > (select reached from arrival)
         order by id limit :movies for update
       ), twice as materialized (
         select part.*, theirs.id as kept_id
         from part join movies as theirs on theirs.club_id = (select club_id from arrival)
           and theirs.title_key = part.title_key and coalesce(theirs.year, 0) = coalesce(part.year, 0)
         -- What is removed there at this moment is no double.
         for update of theirs
       ), merged as (
         update movies as kept set ${MERGED} from twice as excluded where kept.id = excluded.kept_id
       ), let_go as (
         delete from movies using twice where movies.id = twice.id
       ), moved as (
         update movies set club_id = arrival.club_id from arrival, part
         where movies.id = part.id and not exists (select from twice where twice.id = part.id)
       ), left_over as (
         select reached <> '' or ${["lottery", "poll", "trash", "line", "part"].map((each) => `exists (select from ${each})`).join(" or ")}
           as more from arrival
       ), further as (
         update arrivals set reached = case when (select count(*) from part) < :movies then '' else (select max(id) from part) end
         from arrival, left_over where arrivals.from_club = arrival.from_club and more
       ), through as (
         delete from arrivals using arrival, left_over where arrivals.from_club = arrival.from_club and not more
       )
       select club_id from arrival`,
      part,
    );
    return rows[0] ? { clubId: rows[0].club_id } : null;
  } catch (error) {
    // The same film was added there at the same moment; this part is looked at again.
    if (violatedConstraint(error) === "movies_once") return bringPart(db, part);
    throw error;
  }
}

const HOSTED =
  ", host = case when coalesce(host, arrival.came_as) = arrival.came_as then arrival.device_id else host end";

function given(table: string, size: keyof typeof PART, more = "", id = "id"): string {
  return `update ${table} set club_id = arrival.club_id${more} from arrival
    where ${table}.${id} in (
      select ${id} from ${table} where club_id = (select from_club from arrival) limit :${size})
    returning ${table}.${id}`;
}

/** SQL for whether something is on its way to a club, named by the SQL of its id. */
export const EXPECTS = (club: string) => `exists (select from arrivals where arrivals.club_id = ${club})`;
