import type { Cursor } from "#app/domain/library.ts";
import type { Entry, Lottery, LotterySummary } from "#app/domain/lottery.ts";
import type { Movie } from "#app/domain/movie.ts";
import type { Db } from "./db.server.ts";

/** What came of a create: `key-reused` is another lottery that the same form made before with other content. */
export type Created = { kind: "created" | "existing" | "key-reused"; id: string };

type NewLottery = {
  id: string;
  clubId: string;
  name: string | null;
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
       insert into entries (lottery_id, position, title, year, poster_url)
       select lottery.id, entry.position, entry.title, entry.year, entry.poster_url
       from lottery, jsonb_to_recordset(cast(:entries as jsonb))
         as entry (position integer, title text, year integer, poster_url text)
       where lottery.created
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
       select row_number() over (order by added_at desc, id desc) as position, title, year, poster_url
       from movies where club_id = :clubId and id = any(:movieIds)
     ), lottery as (
       insert into lotteries (id, club_id, name, submit_key, payload_hash)
       select :id, cast(:clubId as uuid), :name, cast(:submitKey as uuid), :payloadHash
       where (select count(*) from picked) = :count
       on conflict (submit_key) do update set submit_key = excluded.submit_key
       returning id, payload_hash, (xmax = 0) as created
     ), entry as (
       insert into entries (lottery_id, position, title, year, poster_url)
       select lottery.id, picked.position, picked.title, picked.year, picked.poster_url
       from lottery, picked where lottery.created
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

/** One lottery with its entries and its latest draw, or null when there is none. */
export async function lotteryById({ id }: { id: string }, db: Db): Promise<Lottery | null> {
  const { rows } = await db.raw<{ rows: LotteryRow[] }>(
    `select lotteries.id, lotteries.club_id, lotteries.name, lotteries.created_at,
            draw.number, draw.winner, draw.drawn_at,
            (select json_agg(json_build_object('position', entries.position, 'title', entries.title,
                      'year', entries.year, 'posterUrl', entries.poster_url) order by entries.position)
             from entries where entries.lottery_id = lotteries.id) as entries
     from lotteries
     left join lateral (
       select number, winner, drawn_at from draws
       where draws.lottery_id = lotteries.id order by number desc limit 1
     ) as draw on true
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
    `select lottery.id, lottery.name, lottery.created_at, entry.count, entry.first, entry.winner
     from (
       select id, name, created_at from lotteries
       where club_id = :clubId ${before ? "and (created_at, id) < (:at, :beforeId)" : ""}
       order by created_at desc, id desc limit :limit
     ) as lottery
     left join lateral (
       select winner from draws where draws.lottery_id = lottery.id order by number desc limit 1
     ) as draw on true
     cross join lateral (
       select count(*)::integer as count,
              json_agg(json_build_object('title', title, 'year', year, 'posterUrl', poster_url) order by position)
                filter (where position <= :entriesEach) as first,
              json_agg(json_build_object('title', title, 'year', year, 'posterUrl', poster_url))
                filter (where position = draw.winner) -> 0 as winner
       from entries where entries.lottery_id = lottery.id
     ) as entry
     order by lottery.created_at desc, lottery.id desc`,
    { clubId, limit, entriesEach, at: before?.at ?? null, beforeId: before?.id ?? null },
  );
  return rows.map(toSummary);
}

/** Deletes a lottery of this club with its entries and draws. False when the club has no such lottery. */
export async function deleteLottery(
  { id, clubId }: { id: string; clubId: string },
  db: Db,
): Promise<boolean> {
  return (await db("lotteries").where({ id, club_id: clubId }).delete()) > 0;
}

type CreatedRow = { id: string; payload_hash: string; created: boolean };
type LotteryRow = {
  id: string;
  club_id: string;
  name: string | null;
  created_at: Date;
  number: number | null;
  winner: number | null;
  drawn_at: Date | null;
  entries: Entry[] | null;
};
type SummaryRow = {
  id: string;
  name: string | null;
  created_at: Date;
  count: number;
  first: Movie[] | null;
  winner: Movie | null;
};

function toCreated(row: CreatedRow, payloadHash: string): Created {
  if (row.created) return { kind: "created", id: row.id };
  return { kind: row.payload_hash === payloadHash ? "existing" : "key-reused", id: row.id };
}

function toLottery(row: LotteryRow): Lottery {
  const { number, winner, drawn_at: drawnAt } = row;
  return {
    id: row.id,
    clubId: row.club_id,
    name: row.name,
    createdAt: row.created_at,
    entries: row.entries ?? [],
    draw: number !== null && winner !== null && drawnAt !== null ? { number, winner, drawnAt } : null,
  };
}

function toSummary(row: SummaryRow): LotterySummary {
  return {
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    entryCount: row.count,
    first: row.first ?? [],
    winner: row.winner,
  };
}
