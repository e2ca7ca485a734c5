import type { Method } from "#app/domain/poll/poll-method.ts";
import type { Db } from "../reliability/pool.server.ts";
import { HAS_ENDED, POLL_CHANGED, SEEN_AND_NOW, VOTED } from "./polls.server.ts";

/** What a host may still change; `hours` from now on, or null to leave the end as it is. */
export type Terms = { name: string | null; method: Method; open: boolean; hours: number | null };

/**
 * The result of changing a poll. `voted`: somebody has voted, so how people vote stays as it is, and nothing was
 * changed. `ended`: it is over, and nothing was changed.
 */
export type Changed = { kind: "changed" | "voted" | "ended" };

/** Changes a poll of this club in one statement; null when the club has no such poll. */
export async function changePoll(
  asked: { id: string; clubId: string } & Terms,
  db: Db,
): Promise<Changed | null> {
  for (;;) {
    const answer = await changed(asked, db);
    // Somebody voted for the first time in the same moment, or changed it too: that is seen now.
    if (answer !== "outdated") return answer;
  }
}

async function changed(
  { id: pollId, clubId, ...terms }: { id: string; clubId: string } & Terms,
  db: Db,
): Promise<Changed | "outdated" | null> {
  const { rows } = await db.raw<{ rows: ChangedRow[] }>(
    `with ${SEEN_AND_NOW(`${HAS_ENDED} as ended, method = :method and open = :open as alike`)}, changed as (
       update polls set name = :name, method = :method, open = :open,
         ends_at = coalesce(date_trunc('milliseconds', now() + make_interval(hours => cast(:hours as integer))), ends_at)
       from poll where polls.id = poll.id and not outdated and not ended and (alike or not ${VOTED(":pollId")})
       returning polls.id
     )
     select outdated, ended, changed.id is not null as changed,
            case when changed.id is not null then ${POLL_CHANGED("changed.id")} end
     from poll left join changed on true`,
    { pollId, clubId, ...terms },
  );
  const row = rows[0];
  if (!row) return null;
  if (row.outdated) return "outdated";
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

type ChangedRow = { outdated: boolean; ended: boolean; changed: boolean };
