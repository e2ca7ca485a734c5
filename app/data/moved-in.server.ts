import { randomBytes } from "node:crypto";
import type { Badge } from "#app/domain/library/library.ts";
import type { MovieDetails } from "#app/domain/film/movie-details.ts";
import { titleKey } from "#app/domain/film/movie.ts";
import { searchKey } from "#app/domain/film/title-search.ts";
import { LIST_HASH } from "./lotteries/commitments.server.ts";
import { newId } from "./identity.server.ts";
import type { Db } from "./reliability/pool.server.ts";

export type MovedEntry = MovieDetails;

/** A lottery that was made elsewhere; `winner` is a position, null while it is not drawn. */
export type MovedLottery = {
  id: string;
  createdAt: Date;
  submitKey: string;
  winner: number | null;
  entries: readonly MovedEntry[];
};

/** A film of a library elsewhere. `submitKey` is the same whenever it is brought. */
export type MovedMovie = MovieDetails & { addedAt: Date; badges: readonly Badge[]; submitKey: string };

/**
 * What became of each: `brought`, or it was there `already`; `foreign` when another club has a lottery of that id, `twin`
 * when the library has the film from elsewhere.
 */
export type Moved = "brought" | "already" | "foreign" | "twin";

/**
 * Saves lotteries with their entries, and their winners as draws that were made before there were proofs; those that
 * wait for their draw are committed now. One statement; what is there already stays as it is.
 */
export async function insertMovedLotteries(
  { clubId, lotteries }: { clubId: string; lotteries: readonly MovedLottery[] },
  db: Db,
): Promise<Map<string, Moved>> {
  const given = lotteries.map(({ id, createdAt, submitKey, winner }) => ({
    id,
    created_at: createdAt,
    submit_key: submitKey,
    winner,
    seed: randomBytes(32).toString("hex"),
  }));
  const entries = entryRows("lottery_id", lotteries);
  const { rows } = await db.raw<{ rows: { id: string; outcome: Moved }[] }>(
    `with given as (
       select * from jsonb_to_recordset(cast(:given as jsonb))
         as given (id text, created_at timestamptz, submit_key uuid, winner integer, seed text)
     ), lottery as (
       insert into lotteries (id, club_id, submit_key, payload_hash, created_at)
       select id, cast(:clubId as uuid), submit_key, '', date_trunc('milliseconds', created_at) from given
       on conflict do nothing
       returning id
     ), entry as (
       insert into entries (lottery_id, position, title, title_key, year, poster_url, details)
       select film.lottery_id, film.position, film.title, film.title_key, film.year, film.poster_url, film.details
       from lottery join jsonb_to_recordset(cast(:entries as jsonb))
         as film (lottery_id text, position integer, title text, title_key text, year integer, poster_url text,
                  details jsonb)
         on film.lottery_id = lottery.id
       returning lottery_id, position, id, weight, year, title, title_key
     ), commitment as (
       insert into commitments (lottery_id, number, seed, list_hash)
       select lottery.id, 1, decode(given.seed, 'hex'),
              (select ${LIST_HASH} from entry where entry.lottery_id = lottery.id)
       from lottery join given on given.id = lottery.id where given.winner is null
     ), drawn as (
       insert into draws (lottery_id, number, winner, drawn_at, uncommitted, club_id, won_key, won_year)
       select lottery.id, 1, given.winner, date_trunc('milliseconds', given.created_at), true, cast(:clubId as uuid),
              entry.title_key, coalesce(entry.year, 0)
       from lottery join given on given.id = lottery.id
       join entry on entry.lottery_id = lottery.id and entry.position = given.winner
     )
     select given.id, case when lottery.id is not null then 'brought'
                           when present.club_id = cast(:clubId as uuid) then 'already' else 'foreign' end as outcome
     from given left join lottery on lottery.id = given.id left join lotteries as present on present.id = given.id`,
    { clubId, given: JSON.stringify(given), entries: JSON.stringify(entries) },
  );
  return new Map(rows.map(({ id, outcome }) => [id, outcome]));
}

/** The films of lotteries or polls that were made elsewhere, as rows; `column` says which of them a row belongs to. */
export function entryRows(
  column: "lottery_id" | "poll_id",
  lists: readonly { id: string; entries: readonly MovedEntry[] }[],
) {
  return lists.flatMap(({ id, entries }) =>
    entries.map((film, index) => ({
      [column]: id,
      position: index + 1,
      title: film.title,
      title_key: titleKey(film.title),
      year: film.year,
      poster_url: film.posterUrl,
      details: film,
    })),
  );
}

/** Puts films into the club's library, each where it stood in the other. One statement; what is there stays as it is. */
export async function insertMovedMovies(
  { clubId, movies }: { clubId: string; movies: readonly MovedMovie[] },
  db: Db,
): Promise<Map<string, Moved>> {
  const given = movies.map((movie) => ({
    id: newId(),
    submit_key: movie.submitKey,
    title: movie.title,
    title_key: titleKey(movie.title),
    search_key: searchKey(movie),
    year: movie.year,
    poster_url: movie.posterUrl,
    added_at: movie.addedAt,
    original_title: movie.originalTitle,
    genres: movie.genres,
    countries: movie.countries,
    description: movie.description,
    rating: movie.rating?.value ?? null,
    rating_by: movie.rating?.by ?? null,
    kinopoisk_id: movie.ids.kinopoisk,
    badges: movie.badges,
  }));
  const { rows } = await db.raw<{ rows: { submit_key: string; outcome: Moved }[] }>(
    `with given as (
       select * from jsonb_to_recordset(cast(:given as jsonb)) as given (${GIVEN_MOVIE})
     ), movie as (
       insert into movies (club_id, payload_hash, ${MOVIE_COLUMNS})
       select cast(:clubId as uuid), '', ${MOVIE_COLUMNS} from given
       on conflict do nothing
       returning submit_key
     )
     select given.submit_key, case when movie.submit_key is not null then 'brought'
                                   when present.submit_key is not null then 'already' else 'twin' end as outcome
     from given left join movie on movie.submit_key = given.submit_key
     left join movies as present on present.submit_key = given.submit_key`,
    { clubId, given: JSON.stringify(given) },
  );
  return new Map(rows.map(({ submit_key, outcome }) => [submit_key, outcome]));
}

const MOVIE_COLUMNS = `id, submit_key, title, title_key, search_key, year, poster_url, added_at, original_title, genres,
  countries, description, rating, rating_by, kinopoisk_id, badges`;
const GIVEN_MOVIE = `id text, submit_key uuid, title text, title_key text, search_key text, year integer,
  poster_url text, added_at timestamptz, original_title text, genres text[], countries text[], description text,
  rating numeric(3, 1), rating_by text, kinopoisk_id integer, badges text[]`;

/** The club that has one of these lotteries; null when nobody has. */
export async function clubWithLotteries({ ids }: { ids: readonly string[] }, db: Db): Promise<string | null> {
  const { rows } = await db.raw<{ rows: { club_id: string }[] }>(
    "select club_id from lotteries where id = any(:ids) limit 1",
    { ids: [...ids] },
  );
  return rows[0]?.club_id ?? null;
}

/** The club that an invite leads to, by the hash of its token; null when nobody may come in by it. */
export async function clubOfInvite({ tokenHash }: { tokenHash: string }, db: Db): Promise<string | null> {
  const { rows } = await db.raw<{ rows: { club_id: string }[] }>(
    `select club_id from invites where token_hash = :tokenHash and revoked_at is null
       and uses_left is distinct from 0 and (expires_at is null or expires_at > now())`,
    { tokenHash },
  );
  return rows[0]?.club_id ?? null;
}

/** Whether any browser is in the club. */
export async function isInhabited({ clubId }: { clubId: string }, db: Db): Promise<boolean> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    "select from devices where club_id = :clubId and removed_at is null limit 1",
    { clubId },
  );
  return rows.length > 0;
}

/** Saves an invite that lets one browser into the club within a number of days; nobody of the club has made it. */
export async function insertKeyToClub(
  { clubId, tokenHash, days }: { clubId: string; tokenHash: string; days: number },
  db: Db,
): Promise<void> {
  await db.raw(
    `insert into invites (id, club_id, token_hash, made_by, expires_at, uses_left, submit_key)
     values (gen_random_uuid(), :clubId, :tokenHash, gen_random_uuid(), now() + cast(:days as integer) * interval '1 day', 1, gen_random_uuid())`,
    { clubId, tokenHash, days },
  );
}

/** Makes a club, unless there is one of this id. */
export async function insertClub({ clubId }: { clubId: string }, db: Db): Promise<void> {
  await db.raw("insert into clubs (id) values (:clubId) on conflict (id) do nothing", { clubId });
}
