import { LIVE_CHANNEL } from "#app/domain/live.ts";
import { ENTRIES_MIN, type Entry } from "#app/domain/lottery/lottery.ts";
import { readOutcome } from "#app/domain/poll/poll-outcome.ts";
import type { Poll, Votes } from "#app/domain/poll/poll.ts";
import type { Method } from "#app/domain/poll/poll-method.ts";
import { ROOM_FOR, throwIfFull } from "../club/bounds.server.ts";
import { STANDS } from "../club/gone.server.ts";
import { savedBefore, toCreated, type Created, type CreatedRow } from "../created.server.ts";
import { foundAs, PICKED_MOVIES } from "../film-details.server.ts";
import { momentOf } from "../moment.server.ts";
import { FILMS, filmsJson, type NewEntry } from "../new-entries.server.ts";
import type { Db } from "../reliability/pool.server.ts";

/** Where the films of a new poll come from: they were typed, or stand in the library or in a lottery of the club. */
type PollFilms =
  | { from: "form"; entries: readonly NewEntry[] }
  | { from: "library"; movieIds: readonly string[] }
  | { from: "lottery"; lotteryId: string };

/** A name that is written down, with the hash of the token in its link. */
export type NewVoter = { id: string; name: string; tokenHash: string };

export type NewPoll = {
  id: string;
  clubId: string;
  /** The device that made it. */
  host: string | null;
  name: string | null;
  method: Method;
  open: boolean;
  /** From now on. */
  hours: number;
  films: PollFilms;
  /** Who votes by a personal link; none where everybody with the poll's link votes. */
  voters: readonly NewVoter[];
  /** The secret that decides ties. */
  seed: Buffer;
  submitKey: string;
  fingerprint: string;
};

/**
 * Saves a poll with its films, in one statement. Null when some of the films are not there any more; unless this very
 * submit was saved when they were. The same submit key never makes a second one. Throws ClubFull.
 */
export async function insertPoll({ films, voters, ...poll }: NewPoll, db: Db): Promise<Created | null> {
  const { sql, bindings } = PICKED[films.from](films as never);
  const { rows } = await db.raw<{ rows: CreatedRow[] }>(
    `with club as (
       insert into clubs (id) values (:clubId) on conflict (id) do nothing
     ), picked as (${sql}), poll as (
       insert into polls (id, club_id, host, name, method, open, by_name, ends_at, seed, submit_key, payload_hash)
       select :id, cast(:clubId as uuid), cast(:host as uuid), :name, :method, cast(:open as boolean), cast(:byName as boolean),
              date_trunc('milliseconds', now() + make_interval(hours => :hours)), cast(:seed as bytea),
              cast(:submitKey as uuid), :fingerprint
       where (select count(*) from picked) >= :least and ${ROOM_FOR.polls}
       on conflict (submit_key) do update set submit_key = excluded.submit_key
       returning id, payload_hash, (xmax = 0) as created
     ), entry as (
       insert into poll_entries (poll_id, position, title, title_key, year, poster_url, details)
       select poll.id, picked.position, picked.title, picked.title_key, picked.year, picked.poster_url, picked.details
       from poll, picked where poll.created
     ), voter as (
       insert into poll_voters (id, poll_id, position, name, token_hash)
       select voter.id, poll.id, voter.place, voter.name, voter."tokenHash"
       from poll, jsonb_to_recordset(cast(:voters as jsonb)) as voter (id uuid, place integer, name text, "tokenHash" text)
       where poll.created
       -- A database of another language may take two names for one, which then has one link.
       on conflict do nothing
     )
     select id, payload_hash, created from poll`,
    {
      ...poll,
      byName: voters.length > 0,
      voters: JSON.stringify(voters.map((voter, index) => ({ ...voter, place: index + 1 }))),
      least: ENTRIES_MIN,
      ...bindings,
    },
  );
  const row = rows[0] ?? (await savedBefore({ table: "polls", submitKey: poll.submitKey }, db));
  if (!row) await throwIfFull("polls", poll, db);
  return row ? toCreated(row, poll.fingerprint) : null;
}

type Picked = { sql: string; bindings: Record<string, unknown> };

/** SQL for the films of a new poll. */
const PICKED = {
  form: ({ entries }: Extract<PollFilms, { from: "form" }>): Picked => ({
    sql: `select film.place as position, film.title, film.title_key, film.year, film.poster_url, found_films.details
      from ${FILMS} left join found_films on ${foundAs("film")}`,
    bindings: { films: filmsJson(entries) },
  }),
  library: ({ movieIds }: Extract<PollFilms, { from: "library" }>): Picked => ({
    sql: PICKED_MOVIES,
    bindings: { movieIds: [...movieIds], least: movieIds.length },
  }),
  lottery: ({ lotteryId }: Extract<PollFilms, { from: "lottery" }>): Picked => ({
    sql: `select row_number() over (order by position) as position, title, title_key, year, poster_url, details
      from entries where lottery_id = (select id from lotteries where id = :lotteryId and club_id = :clubId)`,
    bindings: { lotteryId },
  }),
};

/** SQL for whether a row of polls has ended: votes that come from now on do not count. */
export const HAS_ENDED = "(polls.sealed_at is not null or polls.ends_at <= clock_timestamp())";

/** SQL for whether somebody has voted in a poll, named by the SQL of its id. */
export const VOTED = (id: string) => `exists (select from ballots where poll_id = ${id})`;

/**
 * Parts of a statement that changes a poll of a club only while nobody has voted. `seen` is the poll as this statement sees
 * everything, `now` its row with a lock in hand. Where the two differ, a first vote or another change came between, and what
 * else the statement sees is older than its lock: it must write nothing, and be sent again.
 */
export const SEEN_AND_NOW = (columns: string) => `seen as (
    select id, xmin as version from polls where id = :pollId and club_id = :clubId
  ), now as (
    select id, xmin as version, ${columns} from polls where id = :pollId and club_id = :clubId for update
  ), poll as (
    select now.*, now.version <> seen.version as outdated from now join seen using (id)
  )`;

/** SQL for the votes of a poll so far, as JSON by position: of a ranking only its first film. */
export const VOTES_SO_FAR = `(select coalesce(json_object_agg(position, votes), '{}') from (
  select position, count(*)::integer as votes
  from ballots cross join unnest(case when polls.method = 'ranked' then choices[1:1] else choices end) as position
  where ballots.poll_id = polls.id group by position) as so_far)`;

/**
 * One poll, without its result when that was not counted yet (see outcomes.server.ts); null when there is none. Its
 * secret, and votes that are not for everybody, do not leave the database before.
 */
export async function pollById({ id }: { id: string }, db: Db): Promise<Poll | null> {
  const { rows } = await db.raw<{ rows: PollRow[] }>(
    `select polls.id, club_id, name, method, open, by_name, created_at, ends_at, ${HAS_ENDED} as ended, outcome,
            encode(sha256(seed), 'hex') as seed_hash,
            case when outcome is not null then encode(seed, 'hex') end as seed,
            (select count(*)::integer from ballots where ballots.poll_id = polls.id) as voters,
            case when by_name then (select count(*)::integer from poll_voters where poll_id = polls.id) end as invited,
            case when open and not ${HAS_ENDED} then ${VOTES_SO_FAR} end as so_far,
            coalesce((
              select json_agg(json_build_object('position', position, 'id', entry.id, 'title', title, 'year', year,
                       'posterUrl', poster_url, 'weight', 1) order by position)
              from poll_entries as entry where entry.poll_id = polls.id), '[]') as entries
     from polls where polls.id = :id and ${STANDS("polls.club_id")}`,
    { id },
  );
  return rows[0] ? toPoll(rows[0]) : null;
}

/** The result of deleting: `gone` when there is no such poll any more, `foreign` when it belongs to another club. */
export async function deletePoll(
  { id, clubId }: { id: string; clubId: string },
  db: Db,
): Promise<"deleted" | "gone" | "foreign"> {
  const { rows } = await db.raw<{ rows: { deleted: boolean; existed: boolean }[] }>(
    `with deleted as (delete from polls where id = :id and club_id = :clubId returning id)
     select exists (select from deleted) as deleted,
            -- As it was before this statement.
            exists (select from polls where id = :id) as existed,
            (select ${POLL_CHANGED("deleted.id")} from deleted)`,
    { id, clubId },
  );
  const { deleted, existed } = rows[0]!;
  if (deleted) return "deleted";
  return existed ? "foreign" : "gone";
}

/** SQL that tells every process that something about a poll is new: they ask what. */
export const POLL_CHANGED = (id: string) =>
  `pg_notify('${LIVE_CHANNEL}', json_build_object('kind', 'poll', 'pollId', ${id})::text)`;

type PollRow = {
  id: string;
  club_id: string;
  name: string | null;
  method: Method;
  open: boolean;
  by_name: boolean;
  created_at: Date;
  ends_at: Date;
  ended: boolean;
  outcome: unknown;
  seed_hash: string;
  seed: string | null;
  voters: number;
  invited: number | null;
  so_far: Votes | null;
  entries: Entry[];
};

function toPoll(row: PollRow): Poll {
  const { id, club_id: clubId, name, method, open, by_name: byName, ended, entries, voters, invited } = row;
  return {
    id,
    clubId,
    name,
    method,
    open,
    byName,
    createdAt: momentOf(row.created_at),
    endsAt: momentOf(row.ends_at),
    ended,
    entries,
    voters,
    invited,
    seedHash: row.seed_hash,
    seed: row.seed,
    soFar: row.so_far,
    outcome: readOutcome(row.outcome),
  };
}
