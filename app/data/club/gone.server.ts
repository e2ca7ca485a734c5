import { LIVE_CHANNEL } from "#app/domain/live.ts";
import type { Db } from "../reliability/pool.server.ts";

/**
 * SQL for whether a club, named by the SQL of its id, was not deleted. Every statement that shows something of a club
 * asks so: what the club had is taken away later, in parts. See docs/decisions/038.
 */
export const STANDS = (club: string) => `not exists (select from gone_clubs where gone_clubs.id = ${club})`;

/** The latest lotteries and polls of a club that was deleted: as many as a process may remember. */
export type Closed = { lotteries: string[]; polls: string[] };

const REMEMBERED_MAX = 500;

/** Deletes a club, in one short statement however much it has, and tells everybody who waits; a second time is the same. */
export async function closeClub({ id }: { id: string }, db: Db): Promise<Closed> {
  const { rows } = await db.raw<{ rows: Closed[] }>(
    `with gone as (
       insert into gone_clubs (id) select id from clubs where id = :id
       -- What is still on its way there is of this club too.
       union select from_club from arrivals where club_id = :id
       on conflict (id) do nothing returning id
     )
     select ${latest("lotteries")} as lotteries, ${latest("polls")} as polls,
            (select pg_notify('${LIVE_CHANNEL}', json_build_object('kind', 'gone')::text) from gone limit 1)`,
    { id },
  );
  return rows[0]!;
}

function latest(table: "lotteries" | "polls"): string {
  return `array(select id from ${table} where club_id = :id order by created_at desc, id desc limit ${REMEMBERED_MAX})`;
}

/**
 * Deletes clubs that nobody has touched for so many months: no browser of theirs was here, and nothing was made, drawn
 * or added. Answers how many; the others come next time.
 */
export async function closeUntouched(
  { months, limit }: { months: number; limit: number },
  db: Db,
): Promise<number> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `insert into gone_clubs (id)
     select clubs.id from clubs
     where clubs.created_at < ${SINCE} and ${STANDS("clubs.id")}
       and not exists (select from devices where club_id = clubs.id and last_seen >= ${SINCE})
       and not exists (select from lotteries where club_id = clubs.id and created_at >= ${SINCE})
       and not exists (select from polls where club_id = clubs.id and ends_at >= ${SINCE})
       and not exists (select from movies where club_id = clubs.id and added_at >= ${SINCE})
       and not exists (
         select from lotteries join draws on draws.lottery_id = lotteries.id
         where lotteries.club_id = clubs.id and draws.drawn_at >= ${SINCE})
     limit :limit
     on conflict (id) do nothing returning id`,
    { months, limit },
  );
  return rows.length;
}

const SINCE = "now() - make_interval(months => :months)";

/** Whether a lottery or a poll went with its club. */
export async function isGone(what: "lottery" | "poll", id: string, db: Db): Promise<boolean> {
  const [marks, table] = what === "lottery" ? ["gone_lotteries", "lotteries"] : ["gone_polls", "polls"];
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `select from ${marks} where id = :id
     union all
     select from ${table} join gone_clubs on gone_clubs.id = ${table}.club_id where ${table}.id = :id`,
    { id },
  );
  return rows.length > 0;
}
