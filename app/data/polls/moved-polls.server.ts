import { createHash, randomBytes } from "node:crypto";
import { newId } from "../identity.server.ts";
import { entryRows, type Moved, type MovedEntry } from "../moved-in.server.ts";
import type { Db } from "../reliability/pool.server.ts";

/** A poll of one vote each that was made elsewhere. Each vote is for the film at a position. */
export type MovedPoll = {
  id: string;
  createdAt: Date;
  endsAt: Date;
  submitKey: string;
  entries: readonly MovedEntry[];
  votes: readonly { voter: string; position: number }[];
};

/**
 * Saves polls with their films and votes; what they come to is counted when somebody looks, and the seed for films that
 * are level is made now. One statement; what is there already stays as it is. Receipts are new: nobody has them.
 */
export async function insertMovedPolls(
  { clubId, polls }: { clubId: string; polls: readonly MovedPoll[] },
  db: Db,
): Promise<Map<string, Moved>> {
  const given = polls.map(({ id, createdAt, endsAt, submitKey }) => ({
    id,
    created_at: createdAt,
    ends_at: endsAt,
    submit_key: submitKey,
    seed: randomBytes(32).toString("hex"),
  }));
  const entries = entryRows("poll_id", polls);
  const votes = polls.flatMap(({ id, submitKey, votes: cast }) =>
    cast.map(({ voter, position }) => ({
      poll_id: id,
      voter: createHash("sha256").update(`${id} ${voter}`).digest("hex"),
      receipt: newId(),
      position,
      submit_key: submitKey,
    })),
  );
  const { rows } = await db.raw<{ rows: { id: string; outcome: Moved }[] }>(
    `with given as (
       select * from jsonb_to_recordset(cast(:given as jsonb))
         as given (id text, created_at timestamptz, ends_at timestamptz, submit_key uuid, seed text)
     ), poll as (
       insert into polls (id, club_id, method, created_at, ends_at, seed, submit_key, payload_hash)
       select id, cast(:clubId as uuid), 'one', date_trunc('milliseconds', created_at),
              date_trunc('milliseconds', ends_at), decode(seed, 'hex'), submit_key, '' from given
       on conflict do nothing
       returning id
     ), entry as (
       insert into poll_entries (poll_id, position, title, title_key, year, poster_url, details)
       select film.poll_id, film.position, film.title, film.title_key, film.year, film.poster_url, film.details
       from poll join jsonb_to_recordset(cast(:entries as jsonb))
         as film (poll_id text, position integer, title text, title_key text, year integer, poster_url text,
                  details jsonb)
         on film.poll_id = poll.id
     ), ballot as (
       insert into ballots (poll_id, voter, receipt, choices, submit_keys)
       select vote.poll_id, vote.voter, vote.receipt, array[vote.position], array[vote.submit_key]
       from poll join jsonb_to_recordset(cast(:votes as jsonb))
         as vote (poll_id text, voter text, receipt text, position integer, submit_key uuid)
         on vote.poll_id = poll.id
     )
     select given.id, case when poll.id is not null then 'brought'
                           when present.club_id = cast(:clubId as uuid) then 'already' else 'foreign' end as outcome
     from given left join poll on poll.id = given.id left join polls as present on present.id = given.id`,
    {
      clubId,
      given: JSON.stringify(given),
      entries: JSON.stringify(entries),
      votes: JSON.stringify(votes),
    },
  );
  return new Map(rows.map(({ id, outcome }) => [id, outcome]));
}
