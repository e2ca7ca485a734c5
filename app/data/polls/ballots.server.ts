import type { Receipt } from "#app/domain/ballot.ts";
import type { Ballot, Method } from "#app/domain/poll-method.ts";
import { STANDS } from "../club/gone.server.ts";
import type { Db } from "../reliability/pool.server.ts";
import { HAS_ENDED, POLL_CHANGED } from "./polls.server.ts";

/** Who votes: a browser, and the hash of the token in its personal link, which counts where the host wrote down names. */
export type Voter = { visitorId: string; tokenHash: string | null };

/**
 * The result of voting. `existing`: this form was saved before, and nothing has changed. `key-reused`: it was, with other
 * films. `ended`: it came too late. `changed`: the poll is not the one that the form was made for, so it has another
 * method or other films. `not-invited`: only those with a personal link may vote.
 */
export type Cast = { kind: "cast" | "existing" | "key-reused" | "ended" | "changed" | "not-invited" };

/** Of so many forms that a voter has sent before is it known that they were. */
const KEYS_KEPT = 50;

/** SQL for how a vote is kept: a hash of the poll and of who votes; null for who may not. `voters` is a row of polls. */
const VOTER = (polls: string) => `encode(sha256(convert_to(${polls}.id || ' ' || case when ${polls}.by_name
  then (select cast(id as text) from poll_voters where poll_id = ${polls}.id and token_hash = cast(:tokenHash as text))
  else cast(:visitorId as text) end, 'UTF8')), 'hex')`;

/**
 * Saves a vote, or changes it, in one statement, which also decides by the database's clock whether it is in time. It
 * holds a lock that sealing waits for, so no vote is saved after the ballots were counted. Null when there is no such
 * poll.
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
    `with poll as (
       select id, method, open, by_name, ${HAS_ENDED} as ended from polls
       where id = :pollId and ${STANDS("polls.club_id")} for share
     ), voter as (
       select ${VOTER("poll")} as hash from poll
     ), vote as (
       insert into ballots (poll_id, voter, receipt, choices, submit_keys)
       select poll.id, voter.hash, :receipt, cast(:choices as integer[]), array[cast(:submitKey as uuid)]
       from poll, voter
       where not ended and voter.hash is not null and method = :method
         and cast(:choices as integer[]) <@ array(select position from poll_entries where poll_id = poll.id)
       on conflict (poll_id, voter) do update set
         choices = case when ${SENT_BEFORE} then ballots.choices else excluded.choices end,
         submit_keys = case when ${SENT_BEFORE} then ballots.submit_keys
           else (excluded.submit_keys || ballots.submit_keys)[1:${KEYS_KEPT}] end
       returning choices, submit_keys[1] as last_key, (xmax = 0) as first
     )
     select poll.ended, voter.hash is not null as invited, vote.choices, vote.last_key,
            case when vote.first or (poll.open and vote.choices is not null) then ${POLL_CHANGED("poll.id")} end
     from poll cross join voter left join vote on true`,
    { ...rest, ...voter, choices: [...choices], submitKey },
  );
  const row = rows[0];
  if (!row) return null;
  if (row.ended) return { kind: "ended" };
  if (!row.invited) return { kind: "not-invited" };
  if (!row.choices) return { kind: "changed" };
  if (row.choices.join() === choices.join()) return { kind: "cast" };
  return { kind: row.last_key === submitKey ? "key-reused" : "existing" };
}

const SENT_BEFORE = "excluded.submit_keys[1] = any(ballots.submit_keys)";

/** What this voter has voted, with the receipt; null before. */
export async function ballotOf(
  { pollId, voter }: { pollId: string; voter: Voter },
  db: Db,
): Promise<Receipt | null> {
  const { rows } = await db.raw<{ rows: Receipt[] }>(
    `select receipt, choices from polls join ballots on ballots.poll_id = polls.id and voter = ${VOTER("polls")}
     where polls.id = :pollId and ${STANDS("polls.club_id")}`,
    { pollId, ...voter },
  );
  return rows[0] ?? null;
}

/** All ballots of a poll, in the order of their receipts. */
export async function ballotsOf({ pollId }: { pollId: string }, db: Db): Promise<Receipt[]> {
  const { rows } = await db.raw<{ rows: Receipt[] }>(
    `select receipt, choices from ballots where poll_id = :pollId order by receipt collate "C"`,
    { pollId },
  );
  return rows;
}

type CastRow = { ended: boolean; invited: boolean; choices: number[] | null; last_key: string | null };
