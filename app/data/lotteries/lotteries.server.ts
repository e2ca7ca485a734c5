import { entriesOf } from "#app/domain/hat/hat-entries.ts";
import { readFacts } from "#app/domain/film/film-facts.ts";
import { LIVE_CHANNEL } from "#app/domain/live.ts";
import { DRAWS_MAX, type Entry, type Lottery, type Unproven } from "#app/domain/lottery/lottery.ts";
import { ClubFull, ROOM_FOR, throwIfFull } from "../club/bounds.server.ts";
import { STANDS } from "../club/gone.server.ts";
import { COMMITMENT_JSON, commitmentsTo, LIST_HASH, type CommitmentRow } from "./commitments.server.ts";
import { savedBefore, toCreated, type Created, type CreatedRow } from "../created.server.ts";
import { foundAs, PICKED_MOVIES } from "../film-details.server.ts";
import type { Db } from "../reliability/pool.server.ts";
import { momentOf } from "../moment.server.ts";
import { FILMS, filmsJson, type NewEntry } from "../new-entries.server.ts";
import { HAT_JSON, toHat, type HatRow } from "./hat/hat-rows.server.ts";

export type NewLottery = {
  id: string;
  clubId: string;
  /** The device that made it. */
  host: string | null;
  name: string | null;
  /** The secret that decides its first draw. */
  seed: Buffer;
  submitKey: string;
  fingerprint: string;
};

/** Part of a statement: a row for a new lottery, and for its club where it is the first thing saved. */
export const NEW_LOTTERY = `club as (
  insert into clubs (id) values (:clubId) on conflict (id) do nothing
), lottery as (
  insert into lotteries (id, club_id, host, name, submit_key, payload_hash)
  select :id, cast(:clubId as uuid), cast(:host as uuid), :name, cast(:submitKey as uuid), :fingerprint
  where ${ROOM_FOR.lotteries} or exists (select from lotteries where submit_key = :submitKey)
  on conflict (submit_key) do update set submit_key = excluded.submit_key
  returning id, host, payload_hash, (xmax = 0) as created
)`;

/**
 * Saves a lottery with its entries, in one statement. What providers know of a film that was found is saved with it, as
 * it is known at this moment. The same submit key never makes a second one. Throws ClubFull.
 */
export async function insertLottery(
  { entries, ...lottery }: NewLottery & { entries: readonly NewEntry[] },
  db: Db,
): Promise<Created> {
  const { rows } = await db.raw<{ rows: CreatedRow[] }>(
    `with ${NEW_LOTTERY}, entry as (
       insert into entries (lottery_id, position, title, title_key, year, poster_url, details)
       select lottery.id, film.place, film.title, film.title_key, film.year, film.poster_url, found_films.details
       from lottery cross join ${FILMS} left join found_films on ${foundAs("film")}
       where lottery.created
       returning position, id, weight, year, title
     ), ${FIRST_COMMITMENT}
     select id, payload_hash, created from lottery`,
    { ...lottery, films: filmsJson(entries) },
  );
  if (!rows[0]) throw new ClubFull();
  return toCreated(rows[0], lottery.fingerprint);
}

/**
 * Saves a lottery of the club's library movies, in one statement. Null when some of the movies are not in the library;
 * unless this very submit was saved when they were. Throws ClubFull.
 */
export async function insertLotteryOfMovies(
  lottery: NewLottery & { movieIds: readonly string[] },
  db: Db,
): Promise<Created | null> {
  const { rows } = await db.raw<{ rows: CreatedRow[] }>(
    `with picked as (${PICKED_MOVIES}), lottery as (
       insert into lotteries (id, club_id, host, name, submit_key, payload_hash)
       select :id, cast(:clubId as uuid), cast(:host as uuid), :name, cast(:submitKey as uuid), :fingerprint
       where (select count(*) from picked) = :count and ${ROOM_FOR.lotteries}
       on conflict (submit_key) do update set submit_key = excluded.submit_key
       returning id, payload_hash, (xmax = 0) as created
     ), entry as (
       insert into entries (lottery_id, position, title, title_key, year, poster_url, details)
       select lottery.id, picked.position, picked.title, picked.title_key, picked.year, picked.poster_url, picked.details
       from lottery, picked where lottery.created
       returning position, id, weight, year, title
     ), ${FIRST_COMMITMENT}
     select id, payload_hash, created from lottery`,
    { ...lottery, movieIds: [...lottery.movieIds], count: lottery.movieIds.length },
  );
  const row = rows[0] ?? (await savedBefore({ table: "lotteries", submitKey: lottery.submitKey }, db));
  if (!row) await throwIfFull("lotteries", lottery, db);
  return row ? toCreated(row, lottery.fingerprint) : null;
}

/** Part of both statements: binds the server to the seed and to the list that was just saved. */
const FIRST_COMMITMENT = `commitment as (
  insert into commitments (lottery_id, number, seed, list_hash)
  select lottery.id, 1, :seed, (select ${LIST_HASH} from entry) from lottery where lottery.created
)`;

/** SQL for all entries of a lottery as JSON, in the order of their positions. */
export const ENTRIES_JSON = (lotteryId: string) => `coalesce((
  select json_agg(json_build_object('position', entries.position, 'id', entries.id, 'title', entries.title,
           'year', entries.year, 'posterUrl', entries.poster_url, 'weight', entries.weight)
           order by entries.position, entries.id)
  from entries where entries.lottery_id = ${lotteryId}), '[]')`;

/**
 * One lottery with its entries, its last draws and the commitment of the next; null when there is none. A commitment
 * with a number below the last draw's belongs to a draw that was lost: its seed is public by then.
 */
export async function lotteryById({ id }: { id: string }, db: Db): Promise<Lottery | null> {
  const { rows } = await db.raw<{ rows: LotteryRow[] }>(
    `with latest as (
       select number, winner, word, drawn_at, uncommitted from draws
       where lottery_id = :id order by number desc limit ${DRAWS_MAX}
     )
     select lotteries.id, lotteries.club_id, lotteries.name, lotteries.created_at,
            ${ENTRIES_JSON("lotteries.id")} as entries,
            (select json_object_agg(position, details) from entries
             where lottery_id = lotteries.id and details is not null) as details,
            (select json_agg(json_build_object('number', latest.number, 'winner', latest.winner, 'word', latest.word,
                      'drawn_at', latest.drawn_at, 'uncommitted', latest.uncommitted,
                      'commitment', case when commitments.number is not null then ${COMMITMENT_JSON} end)
                      order by latest.number)
             from latest left join commitments
               on commitments.lottery_id = lotteries.id and commitments.number = latest.number) as draws,
            (select count(*)::integer from draws where lottery_id = lotteries.id) as draw_count,
            (select ${COMMITMENT_JSON} from commitments where lottery_id = lotteries.id and ${IS_OPEN}
             order by number desc limit 1) as open,
            ${HAT_JSON} as hat
     from lotteries
     where lotteries.id = :id and ${STANDS("lotteries.club_id")}`,
    { id },
  );
  return rows[0] ? toLottery(rows[0]) : null;
}

/** SQL for whether a row of commitments is that of the next draw: it is the last one, and its draw was not made. */
export const IS_OPEN = `commitments.number > coalesce((
  select max(draws.number) from draws where draws.lottery_id = commitments.lottery_id), 0)
  and not exists (select from commitments as later
    where later.lottery_id = commitments.lottery_id and later.number > commitments.number)`;

/** The result of deleting: `gone` when there is no such lottery any more, `foreign` when it belongs to another club. */
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
            (select pg_notify('${LIVE_CHANNEL}', json_build_object('kind', 'deleted', 'lotteryId', id)::text)
             from deleted)`,
    { id, clubId },
  );
  const { deleted, existed } = rows[0]!;
  if (deleted) return "deleted";
  return existed ? "foreign" : "gone";
}

type DeletedRow = { deleted: boolean; existed: boolean };
type LotteryRow = {
  id: string;
  club_id: string;
  name: string | null;
  created_at: Date;
  entries: Entry[];
  details: Record<string, unknown> | null;
  draws: DrawRow[] | null;
  draw_count: number;
  open: CommitmentRow | null;
  hat: HatRow | null;
};
type DrawRow = {
  number: number;
  winner: number;
  word: string;
  drawn_at: string;
  uncommitted: boolean;
  commitment: CommitmentRow | null;
};

function toLottery(row: LotteryRow): Lottery {
  const { id, club_id: clubId, name } = row;
  const hat = row.hat && toHat(row.hat);
  const entries =
    hat && !hat.closedAt ? entriesOf(hat.films.filter(({ state }) => state === "in")) : row.entries;
  const toCommitment = commitmentsTo(entries);
  const draws = (row.draws ?? []).map(({ number, winner, word, drawn_at, uncommitted, commitment }) => ({
    number,
    winner,
    word,
    drawnAt: momentOf(drawn_at),
    commitment: commitment && toCommitment(commitment),
    unproven: commitment ? null : unprovenOf({ uncommitted }),
  }));
  return {
    id,
    clubId,
    name,
    createdAt: momentOf(row.created_at),
    entries,
    facts: factsOf(row.details),
    draws,
    olderDraws: row.draw_count - draws.length,
    draw: draws.at(-1) ?? null,
    open: row.open && toCommitment(row.open),
    hat,
  };
}

function factsOf(details: LotteryRow["details"]): Lottery["facts"] {
  const known = Object.entries(details ?? {}).flatMap(([position, kept]) => {
    const facts = readFacts(kept);
    return facts ? [[position, facts] as const] : [];
  });
  return Object.fromEntries(known);
}

/** Why a draw has no commitment. */
export function unprovenOf({ uncommitted }: { uncommitted: boolean }): Unproven {
  return uncommitted ? "older" : "lost";
}
