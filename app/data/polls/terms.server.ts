import type { Method } from "#app/domain/poll-method.ts";
import type { Db } from "../reliability/pool.server.ts";
import { HAS_ENDED, POLL_CHANGED } from "./polls.server.ts";

/** What a host may still change; `hours` from now on, or null to leave the end as it is. */
export type Terms = { name: string | null; method: Method; open: boolean; hours: number | null };

/**
 * The result of changing a poll. `voted`: somebody has voted, so how people vote stays as it is, and nothing was
 * changed. `ended`: it is over, and nothing was changed.
 */
export type Changed = { kind: "changed" | "voted" | "ended" };

/** Changes a poll of this club in one statement; null when the club has no such poll. */
export async function changePoll(
  { id, clubId, ...terms }: { id: string; clubId: string } & Terms,
  db: Db,
): Promise<Changed | null> {
  const { rows } = await db.raw<{ rows: ChangedRow[] }>(
    `with poll as (
       -- Nobody votes while it is looked whether somebody has.
       select id, ${HAS_ENDED} as ended, method = :method and open = :open as alike
       from polls where id = :id and club_id = :clubId for update
     ), changed as (
       update polls set name = :name, method = :method, open = :open,
         ends_at = coalesce(date_trunc('milliseconds', now() + make_interval(hours => cast(:hours as integer))), ends_at)
       from poll where polls.id = poll.id and not poll.ended
         and (poll.alike or not exists (select from ballots where poll_id = poll.id))
       returning polls.id
     )
     select poll.ended, changed.id is not null as changed,
            case when changed.id is not null then ${POLL_CHANGED("changed.id")} end
     from poll left join changed on true`,
    { id, clubId, ...terms },
  );
  const row = rows[0];
  if (!row) return null;
  if (row.changed) return { kind: "changed" };
  return { kind: row.ended ? "ended" : "voted" };
}

/** Ends a poll of this club now, if it has not ended; false when the club has no such poll. */
export async function endPoll({ id, clubId }: { id: string; clubId: string }, db: Db): Promise<boolean> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `with ended as (
       update polls set ends_at = date_trunc('milliseconds', clock_timestamp())
       where id = :id and club_id = :clubId and not ${HAS_ENDED} returning id
     )
     select (select ${POLL_CHANGED("ended.id")} from ended) from polls where id = :id and club_id = :clubId`,
    { id, clubId },
  );
  return rows.length > 0;
}

type ChangedRow = { ended: boolean; changed: boolean };
