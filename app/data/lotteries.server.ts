import type { Cursor } from "#app/domain/library.ts";
import type { Entry, Lottery, LotterySummary } from "#app/domain/lottery.ts";
import { titleKey, type Movie } from "#app/domain/movie.ts";
import { COMMITMENT_JSON, toCommitment, type CommitmentRow } from "./commitments.server.ts";
import type { Db } from "./db.server.ts";
import { NEWS_CHANNEL } from "./news-channel.server.ts";

/** What came of a create: `key-reused` is another lottery that the same form made before with other content. */
export type Created = { kind: "created" | "existing" | "key-reused"; id: string };

type NewLottery = {
  id: string;
  clubId: string;
  name: string | null;
  /** The secret that its first draw will be decided by. */
  seed: Buffer;
  submitKey: string;
  payloadHash: string;
};

/** Saves a lottery with its entries, in one statement. The same submit key never makes a second one. */
export async function insertLottery(
  lottery: NewLottery & { entries: readonly Movie[] },
  db: Db,
): Promise<Created> {
  const entries = lottery.entries.map(({ title, year, posterUrl }, index) => ({
    position: index + 1,
    title,
    title_key: titleKey(title),
    year,
    poster_url: posterUrl,
  }));
  const { rows } = await db.raw<{ rows: CreatedRow[] }>(
    `with club as (
       insert into clubs (id) values (:clubId) on conflict (id) do nothing
     ), lottery as (
       insert into lotteries (id, club_id, name, submit_key, payload_hash)
       values (:id, :clubId, :name, :submitKey, :payloadHash)
       on conflict (submit_key) do update set submit_key = excluded.submit_key
       returning id, payload_hash, (xmax = 0) as created
     ), entry as (
       insert into entries (lottery_id, position, title, title_key, year, poster_url)
       select lottery.id, entry.position, entry.title, entry.title_key, entry.year, entry.poster_url
       from lottery, jsonb_to_recordset(cast(:entries as jsonb))
         as entry (position integer, title text, title_key text, year integer, poster_url text)
       where lottery.created
     ), commitment as (
       insert into commitments (lottery_id, number, seed)
       select lottery.id, 1, :seed from lottery where lottery.created
     )
     select id, payload_hash, created from lottery`,
    { ...lottery, entries: JSON.stringify(entries) },
  );
  return toCreated(rows[0]!, lottery.payloadHash);
}

/**
 * Saves a lottery of the club's library movies, in one statement. Null when not all of the movies are in the library,
 * unless this very submit was saved while they were.
 */
export async function insertLotteryOfMovies(
  lottery: NewLottery & { movieIds: readonly string[] },
  db: Db,
): Promise<Created | null> {
  const { rows } = await db.raw<{ rows: CreatedRow[] }>(
    `with picked as (
       select row_number() over (order by added_at desc, id desc) as position, title, title_key, year, poster_url
       from movies where club_id = :clubId and id = any(:movieIds)
     ), lottery as (
       insert into lotteries (id, club_id, name, submit_key, payload_hash)
       select :id, cast(:clubId as uuid), :name, cast(:submitKey as uuid), :payloadHash
       where (select count(*) from picked) = :count
       on conflict (submit_key) do update set submit_key = excluded.submit_key
       returning id, payload_hash, (xmax = 0) as created
     ), entry as (
       insert into entries (lottery_id, position, title, title_key, year, poster_url)
       select lottery.id, picked.position, picked.title, picked.title_key, picked.year, picked.poster_url
       from lottery, picked where lottery.created
     ), commitment as (
       insert into commitments (lottery_id, number, seed)
       select lottery.id, 1, :seed from lottery where lottery.created
     )
     select id, payload_hash, created from lottery`,
    { ...lottery, movieIds: [...lottery.movieIds], count: lottery.movieIds.length },
  );
  const row = rows[0] ?? (await savedBefore(lottery.submitKey, db));
  return row ? toCreated(row, lottery.payloadHash) : null;
}

async function savedBefore(submitKey: string, db: Db): Promise<CreatedRow | null> {
  const { rows } = await db.raw<{ rows: CreatedRow[] }>(
    "select id, payload_hash, false as created from lotteries where submit_key = :submitKey",
    { submitKey },
  );
  return rows[0] ?? null;
}

/** SQL for all entries of a lottery as JSON, in the order of their positions. */
export const ENTRIES_JSON = (lotteryId: string) => `coalesce((
  select json_agg(json_build_object('position', entries.position, 'id', entries.id, 'title', entries.title,
           'year', entries.year, 'posterUrl', entries.poster_url, 'weight', entries.weight)
           order by entries.position)
  from entries where entries.lottery_id = ${lotteryId}), '[]')`;

/** One lottery with its entries, its draws and what the next one is bound to; null when there is none. */
export async function lotteryById({ id }: { id: string }, db: Db): Promise<Lottery | null> {
  const { rows } = await db.raw<{ rows: LotteryRow[] }>(
    `with commitment as (
       select number, ${COMMITMENT_JSON} as json from commitments where lottery_id = :id
     )
     select lotteries.id, lotteries.club_id, lotteries.name, lotteries.created_at,
            ${ENTRIES_JSON("lotteries.id")} as entries,
            (select json_agg(json_build_object('number', draws.number, 'winner', draws.winner, 'word', draws.word,
                      'drawn_at', draws.drawn_at, 'commitment', commitment.json) order by draws.number)
             from draws left join commitment on commitment.number = draws.number
             where draws.lottery_id = lotteries.id) as draws,
            (select commitment.json from commitment
             where not exists (select from draws where draws.lottery_id = lotteries.id
                                 and draws.number = commitment.number)
             order by commitment.number desc limit 1) as open
     from lotteries
     where lotteries.id = :id`,
    { id },
  );
  return rows[0] ? toLottery(rows[0]) : null;
}

/**
 * A club's lotteries, newest first, from the cursor on; `entriesEach` says how many first entries each one brings.
 */
export async function lotteriesOfClub(
  {
    clubId,
    before,
    limit,
    entriesEach,
  }: { clubId: string; before: Cursor | null; limit: number; entriesEach: number },
  db: Db,
): Promise<LotterySummary[]> {
  const { rows } = await db.raw<{ rows: SummaryRow[] }>(
    `select lottery.id, lottery.name, lottery.created_at, entry.count, entry.first, draw.winners
     from (
       select id, name, created_at from lotteries
       where club_id = :clubId ${before ? "and (created_at, id) < (:at, :beforeId)" : ""}
       order by created_at desc, id desc limit :limit
     ) as lottery
     cross join lateral (
       select json_agg(json_build_object('title', title, 'year', year, 'posterUrl', poster_url)
                       order by draws.number) as winners
       from draws join entries on entries.lottery_id = draws.lottery_id and entries.position = draws.winner
       where draws.lottery_id = lottery.id
     ) as draw
     cross join lateral (
       select count(*)::integer as count,
              json_agg(json_build_object('title', title, 'year', year, 'posterUrl', poster_url) order by position)
                filter (where position <= :entriesEach) as first
       from entries where entries.lottery_id = lottery.id
     ) as entry
     order by lottery.created_at desc, lottery.id desc`,
    { clubId, limit, entriesEach, at: before?.at ?? null, beforeId: before?.id ?? null },
  );
  return rows.map(toSummary);
}

/** What came of a deletion: `gone` when there is no such lottery (any more), `foreign` when it is another club's. */
export type Deleted = "deleted" | "gone" | "foreign";

/** Deletes a lottery of this club with its entries and draws, in one statement. */
export async function deleteLottery(
  { id, clubId }: { id: string; clubId: string },
  db: Db,
): Promise<Deleted> {
  const { rows } = await db.raw<{ rows: DeletedRow[] }>(
    `with deleted as (delete from lotteries where id = :id and club_id = :clubId returning id)
     select exists (select from deleted) as deleted,
            -- As it was before this statement.
            exists (select from lotteries where id = :id) as existed,
            (select pg_notify('${NEWS_CHANNEL}', json_build_object('kind', 'deleted', 'lotteryId', id)::text)
             from deleted)`,
    { id, clubId },
  );
  const { deleted, existed } = rows[0]!;
  if (deleted) return "deleted";
  return existed ? "foreign" : "gone";
}

type DeletedRow = { deleted: boolean; existed: boolean };
type CreatedRow = { id: string; payload_hash: string; created: boolean };
type LotteryRow = {
  id: string;
  club_id: string;
  name: string | null;
  created_at: Date;
  entries: Entry[];
  draws: DrawRow[] | null;
  open: CommitmentRow | null;
};
type DrawRow = {
  number: number;
  winner: number;
  word: string;
  drawn_at: string;
  commitment: CommitmentRow | null;
};
type SummaryRow = {
  id: string;
  name: string | null;
  created_at: Date;
  count: number;
  first: Movie[] | null;
  winners: Movie[] | null;
};

function toCreated(row: CreatedRow, payloadHash: string): Created {
  if (row.created) return { kind: "created", id: row.id };
  return { kind: row.payload_hash === payloadHash ? "existing" : "key-reused", id: row.id };
}

function toLottery(row: LotteryRow): Lottery {
  const { id, club_id: clubId, name, created_at: createdAt, entries } = row;
  const commitment = (each: CommitmentRow | null) => each && toCommitment(each, entries);
  const draws = (row.draws ?? []).map((draw) => ({
    number: draw.number,
    winner: draw.winner,
    word: draw.word,
    drawnAt: new Date(draw.drawn_at),
    commitment: commitment(draw.commitment),
  }));
  return {
    id,
    clubId,
    name,
    createdAt,
    entries,
    draws,
    draw: draws.at(-1) ?? null,
    open: commitment(row.open),
  };
}

function toSummary(row: SummaryRow): LotterySummary {
  const winners = row.winners ?? [];
  return {
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    entryCount: row.count,
    first: row.first ?? [],
    winner: winners.at(-1) ?? null,
    earlier: winners.slice(0, -1),
  };
}
