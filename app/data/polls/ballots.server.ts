import { BALLOTS_HEADER, type Receipt } from "#app/domain/poll/ballot.ts";
import type { Ballot, Method } from "#app/domain/poll/poll-method.ts";
import type { Watched } from "#app/domain/library/watched.ts";
import { STANDS } from "../club/gone.server.ts";
import { watchedJson } from "../library/watched.server.ts";
import type { Db } from "../reliability/pool.server.ts";
import { HAS_ENDED, POLL_CHANGED, VOTED } from "./polls.server.ts";

/**
 * Who votes: a browser, null when it keeps no cookie, and the hash of the token in its personal link, which counts where
 * the host wrote down names.
 */
export type Voter = { visitorId: string | null; tokenHash: string | null };

/**
 * The result of voting. `existing`: this form was saved before, and nothing has changed. `key-reused`: it was, with other
 * films. `ended`: it came too late. `changed`: the poll is not the one that the form was made for, so it has another
 * method or other films. `not-invited`: only those with a personal link may vote. `unknown-browser`: nobody could find
 * this vote again.
 */
export type Cast = {
  kind: "cast" | "existing" | "key-reused" | "ended" | "changed" | "not-invited" | "unknown-browser";
};

/** Of so many forms that a voter has sent before is it known that they were. */
const KEYS_KEPT = 50;

/** SQL for how somebody is written down in a poll: by a hash of both. Null for nobody. */
const hashOf = (pollId: string, who: string) =>
  `encode(sha256(convert_to(${pollId} || ' ' || ${who}, 'UTF8')), 'hex')`;
const BROWSER = "cast(:visitorId as text)";

/**
 * Saves a vote, or changes it, in one statement, which also decides by the database's clock whether it is in time. It
 * holds a lock that sealing waits for, so no vote is saved after the ballots were counted, and one that is the first tells
 * who changes the poll; see docs/decisions/042. Null when there is no such poll.
 */
export async function castBallot(
  vote: {
    pollId: string;
    voter: Voter;
    method: Method;
    choices: Ballot;
    /** The id under which the vote is published, if it is the voter's first. */
    receipt: string;
    submitKey: string;
  },
  db: Db,
): Promise<Cast | null> {
  const { voter, choices, submitKey, ...rest } = vote;
  const { rows } = await db.raw<{ rows: CastRow[] }>(
    `with first as (
       -- Changes nothing but the row's version, by which who changes the poll sees that somebody has voted.
       update polls set open = open
       where id = :pollId and ${STANDS("polls.club_id")} and not ${VOTED(":pollId")} returning ${VOTED_IN}
     ), later as (
       select ${VOTED_IN} from polls
       where id = :pollId and ${STANDS("polls.club_id")} and ${VOTED(":pollId")} for share
     ), poll as (
       select * from first union all select * from later
     ), named as (
       update poll_voters set voted = true from poll
       where by_name and not ended and fits and poll_id = poll.id and token_hash = cast(:tokenHash as text)
       returning poll_voters.id
     ), voter as (
       select case when by_name then (select cast(id as text) from named) else ${BROWSER} end as id from poll
     ), vote as (
       insert into ballots (poll_id, voter, receipt, choices, submit_keys, cast_by)
       select poll.id, ${hashOf("poll.id", "voter.id")}, :receipt, cast(:choices as integer[]),
              array[cast(:submitKey as uuid)], case when by_name then ${hashOf("poll.id", BROWSER)} end
       from poll, voter where not ended and fits and voter.id is not null
       on conflict (poll_id, voter) do update set
         choices = case when ${SENT_BEFORE} then ballots.choices else excluded.choices end,
         -- Another browser gets a receipt that the one before does not know.
         receipt = case when ${SENT_BEFORE} or ballots.cast_by is not distinct from excluded.cast_by
           then ballots.receipt else excluded.receipt end,
         cast_by = case when ${SENT_BEFORE} then ballots.cast_by else excluded.cast_by end,
         submit_keys = case when ${SENT_BEFORE} then ballots.submit_keys
           else (excluded.submit_keys || ballots.submit_keys)[1:${KEYS_KEPT}] end
       returning choices, submit_keys[1] as last_key, (xmax = 0) as first
     )
     select poll.ended, poll.fits, poll.by_name, vote.choices, vote.last_key,
            case when vote.first or (poll.open and vote.choices is not null) then ${POLL_CHANGED("poll.id")} end
     from poll left join vote on true`,
    { ...rest, ...voter, choices: [...choices], submitKey },
  );
  const row = rows[0];
  if (!row) return null;
  if (row.ended) return { kind: "ended" };
  if (!row.fits) return { kind: "changed" };
  if (!row.choices) return { kind: row.by_name ? "not-invited" : "unknown-browser" };
  if (row.choices.join() === choices.join()) return { kind: "cast" };
  return { kind: row.last_key === submitKey ? "key-reused" : "existing" };
}

/** What a vote has to know of its poll. */
const VOTED_IN = `id, open, by_name, ${HAS_ENDED} as ended,
  method = :method and cast(:choices as integer[]) <@ array(
    select position from poll_entries where poll_id = polls.id) as fits`;

const SENT_BEFORE = "excluded.submit_keys[1] = any(ballots.submit_keys)";

/** What somebody has to do with a poll. */
export type Own = {
  /** Where people vote by name: that of this link; null for a link of nobody. */
  name: string | null;
  /** What was voted, with the receipt; null before. */
  ballot: Receipt | null;
  /** Whether there is a vote of this name that another browser sent last, which alone is shown it. */
  elsewhere: boolean;
  /** Whether the film that won was watched; null for anybody who is not of the poll's club. */
  watched: Watched | null;
};

export const NOTHING_OWN: Own = { name: null, ballot: null, elsewhere: false, watched: null };

/** What this voter, and their club, have to do with a poll. */
export async function ownOf(
  { pollId, voter, clubId }: { pollId: string; voter: Voter; clubId: string | null },
  db: Db,
): Promise<Own> {
  const { rows } = await db.raw<{ rows: OwnRow[] }>(
    `select named.name, receipt, choices,
            by_name and (cast_by = ${hashOf("polls.id", BROWSER)}) is not true as elsewhere,
            ${watchedJson("won.title_key", "won.year")} as watched
     from polls
     left join poll_entries as won on polls.club_id = :clubId and won.poll_id = polls.id
       and won.position = cast(outcome->>'winner' as integer)
     left join poll_voters as named
       on by_name and named.poll_id = polls.id and token_hash = cast(:tokenHash as text)
     left join ballots on ballots.poll_id = polls.id
       and voter = ${hashOf("polls.id", `case when by_name then cast(named.id as text) else ${BROWSER} end`)}
     where polls.id = :pollId and ${STANDS("polls.club_id")}`,
    { pollId, clubId, ...voter },
  );
  const row = rows[0];
  if (!row) return NOTHING_OWN;
  const { name, receipt, choices, elsewhere, watched } = row;
  if (receipt === null || choices === null) return { name, ballot: null, elsewhere: false, watched };
  return { name, ballot: elsewhere ? null : { receipt, choices }, elsewhere, watched };
}

/** All ballots of a poll, in the order of their receipts. */
export async function ballotsOf({ pollId }: { pollId: string }, db: Db): Promise<Receipt[]> {
  const { rows } = await db.raw<{ rows: Receipt[] }>(
    `select receipt, choices from ballots where poll_id = :pollId order by receipt collate "C"`,
    { pollId },
  );
  return rows;
}

/**
 * The canonical list of a poll's ballots (see domain/poll/ballot.ts), written by the database: of ten thousand ballots it comes
 * several times faster than their rows.
 */
export async function ballotsTextOf({ pollId }: { pollId: string }, db: Db): Promise<string> {
  const { rows } = await db.raw<{ rows: { lines: string }[] }>(
    `select coalesce(string_agg(receipt || ' ' || array_to_string(choices, ',') || chr(10), '' order by receipt collate "C"), '')
       as lines
     from ballots where poll_id = :pollId`,
    { pollId },
  );
  return `${BALLOTS_HEADER}\n${rows[0]?.lines ?? ""}`;
}

type CastRow = {
  ended: boolean;
  fits: boolean;
  by_name: boolean;
  choices: number[] | null;
  last_key: string | null;
};
type OwnRow = {
  name: string | null;
  receipt: string | null;
  choices: number[] | null;
  elsewhere: boolean;
  watched: Watched | null;
};
