import type { NamedVoter } from "#app/domain/poll/poll-voters.ts";
import { VOTERS_MAX } from "#app/domain/poll/poll-voters.ts";
import type { Db } from "../reliability/pool.server.ts";
import { HAS_ENDED, type NewVoter, POLL_CHANGED, SEEN_AND_NOW, VOTED } from "./polls.server.ts";

/** A name of a poll; its link is made of the id and the number of links, and fits if its token has this hash. */
export type VoterRow = NamedVoter & { tokenHash: string };

/** The names of a poll of this club, in the order in which they were written down; null when it has no such poll. */
export async function votersOf(
  { pollId, clubId }: { pollId: string; clubId: string },
  db: Db,
): Promise<VoterRow[] | null> {
  const { rows } = await db.raw<{ rows: { voters: VoterRow[] }[] }>(
    `select coalesce((
       select json_agg(json_build_object('id', id, 'name', name, 'links', links, 'voted', voted, 'tokenHash', token_hash)
                       order by position)
       from poll_voters where poll_id = polls.id), '[]') as voters
     from polls where id = :pollId and club_id = :clubId`,
    { pollId, clubId },
  );
  return rows[0]?.voters ?? null;
}

/**
 * The result of writing names down. `voted`: somebody has voted without a name, so everybody with the poll's link does.
 * `full`: there would be too many. `ended`: the poll is over.
 */
export type Named = { kind: "named" | "voted" | "full" | "ended" };

/**
 * Writes names down, from when on only those vote who have a link of their own. A name that is there stays as it is.
 * Null when the club has no such poll.
 */
export async function addVoters(
  asked: { pollId: string; clubId: string; voters: readonly NewVoter[] },
  db: Db,
): Promise<Named | null> {
  for (;;) {
    const answer = await added(asked, db);
    // Other forms or a first vote came in the same moment: what they wrote down is seen now.
    if (answer !== "outdated") return answer;
  }
}

async function added(
  { pollId, clubId, voters }: { pollId: string; clubId: string; voters: readonly NewVoter[] },
  db: Db,
): Promise<Named | "outdated" | null> {
  const { rows } = await db.raw<{ rows: AddedRow[] }>(
    `with ${SEEN_AND_NOW(`${HAS_ENDED} as ended, not by_name and ${VOTED(":pollId")} as voted`)}, fresh as (
       select voter.*, row_number() over (order by voter.place) as nth
       from jsonb_to_recordset(cast(:voters as jsonb)) as voter (id uuid, name text, "tokenHash" text, place integer)
       where not exists (select from poll_voters where poll_id = :pollId and lower(name) = lower(voter.name))
     ), free as (
       select place, row_number() over (order by place) as nth from generate_series(1, ${VOTERS_MAX}) as place
       where not exists (select from poll_voters where poll_id = :pollId and position = place)
     ), room as (
       select (select count(*) from fresh) <= (select count(*) from free) as enough
     ), added as (
       insert into poll_voters (id, poll_id, position, name, token_hash)
       select fresh.id, poll.id, free.place, fresh.name, fresh."tokenHash"
       from poll, room, fresh join free using (nth) where not outdated and not ended and not voted and enough
       on conflict do nothing returning id
     ), changed as (
       update polls set by_name = true from poll, room
       where polls.id = poll.id and not polls.by_name and not outdated and not ended and not voted and enough returning polls.id
     )
     select outdated, ended, voted, enough, (select count(*) from fresh) = (select count(*) from added) as whole,
            (select ${POLL_CHANGED("changed.id")} from changed)
     from poll, room`,
    { pollId, clubId, voters: JSON.stringify(voters.map((voter, place) => ({ ...voter, place }))) },
  );
  const row = rows[0];
  if (!row) return null;
  if (row.outdated) return "outdated";
  if (row.ended) return { kind: "ended" };
  if (row.voted) return { kind: "voted" };
  if (!row.enough) return { kind: "full" };
  return row.whole ? { kind: "named" } : "outdated";
}

/** A link that is to be made anew: `links` is how many this name had when that was asked for. */
export type Renewal = { pollId: string; clubId: string; voterId: string; links: number; tokenHash: string };

/**
 * Gives a name another link, from when on the one before leads nowhere; the vote stays. Nothing happens when that was
 * done already, or the poll has ended. False when the club has no such name in a poll.
 */
export async function renewLink({ links, tokenHash, ...of }: Renewal, db: Db): Promise<boolean> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `with renewed as (
       update poll_voters set links = links + 1, token_hash = :tokenHash from polls
       where ${IS_OF_CLUB} and links = :links and not ${HAS_ENDED}
     )
     select from poll_voters join polls on ${IS_OF_CLUB}`,
    { ...of, links, tokenHash },
  );
  return rows.length > 0;
}

/** The result of taking a name off the list. `voted`: a vote that was cast counts, so its name stays. */
export type Struck = "struck" | "voted" | "ended" | "gone";

/** Takes a name off the list, as long as it has not voted; null when the club has no such poll. */
export async function strikeVoter(
  of: { pollId: string; clubId: string; voterId: string },
  db: Db,
): Promise<Struck | null> {
  const { rows } = await db.raw<{ rows: StruckRow[] }>(
    `with struck as (
       -- A vote marks its name, so one that is under way is waited for.
       delete from poll_voters using polls where ${IS_OF_CLUB} and not voted and not ${HAS_ENDED} returning poll_id
     )
     select ${HAS_ENDED} as ended, exists (select from struck) as struck,
            exists (select from poll_voters where poll_id = polls.id and id = cast(:voterId as uuid)) as existed,
            (select ${POLL_CHANGED("struck.poll_id")} from struck)
     from polls where id = :pollId and club_id = :clubId`,
    of,
  );
  const row = rows[0];
  if (!row) return null;
  if (row.struck) return "struck";
  if (!row.existed) return "gone";
  return row.ended ? "ended" : "voted";
}

/** SQL for whether a row of poll_voters is the one that is meant, in a poll of the club. */
const IS_OF_CLUB = `polls.id = :pollId and polls.club_id = :clubId and poll_voters.poll_id = polls.id
  and poll_voters.id = cast(:voterId as uuid)`;

type AddedRow = { outdated: boolean; ended: boolean; voted: boolean; enough: boolean; whole: boolean };
type StruckRow = { ended: boolean; struck: boolean; existed: boolean };
