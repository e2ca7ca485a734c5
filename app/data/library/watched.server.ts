import type { EntryOf, SaidWatched, Watched } from "#app/domain/library/watched.ts";
import { COMPLETED, DETAIL_COLUMNS, detailsAsColumns } from "../film-details.server.ts";
import { ROOM_FOR, throwIfFull } from "../club/bounds.server.ts";
import { STANDS } from "../club/gone.server.ts";
import type { Db } from "../reliability/pool.server.ts";

/** SQL for what the library of :clubId says of having watched a film, as JSON; null when it says nothing. */
export function watchedJson(titleKey: string, year: string): string {
  return `(select json_build_object('on', movies.watched_on, 'rating', movies.own_rating) from movies
    where movies.club_id = :clubId and movies.title_key = ${titleKey}
      and coalesce(movies.year, 0) = coalesce(${year}, 0) and movies.badges @> '{watched}')`;
}

/** Without its key only where an older release made the entry. */
export const ENTRY_KEY = "coalesce(entries.title_key, lower(entries.title))";

/** SQL for a film of this club's lottery or poll. */
const FILM: Record<EntryOf["kind"], string> = {
  lottery: `select title, ${ENTRY_KEY} as title_key, year, poster_url, details
    from entries join lotteries on lotteries.id = entries.lottery_id
    where entries.lottery_id = :of and position = :entry and club_id = :clubId and ${STANDS(":clubId")}`,
  poll: `select title, title_key, year, poster_url, details
    from poll_entries join polls on polls.id = poll_entries.poll_id
    where poll_entries.poll_id = :of and position = :entry and club_id = :clubId and ${STANDS(":clubId")}`,
};

type InClub = EntryOf & { clubId: string };

/**
 * Has the club's library know that this film was watched, in one statement, and puts it there if it is new; null when the
 * club has no such lottery or poll. What is not said stays as it is, unless it was `known` to be watched. Doing it twice
 * changes nothing more. Throws ClubFull.
 */
export async function insertWatched(
  {
    kind,
    id,
    entry,
    clubId,
    ...said
  }: InClub & Watched & { known: boolean; movieId: string; submitKey: string },
  db: Db,
): Promise<SaidWatched | null> {
  const { rows } = await db.raw<{ rows: { title: string; created: boolean }[] }>(
    `with film as (${FILM[kind]})
     insert into movies as kept (id, club_id, title, title_key, year, poster_url, submit_key, payload_hash,
       badges, watched_on, own_rating, ${DETAIL_COLUMNS})
     select :movieId, cast(:clubId as uuid), title, title_key, year, poster_url, cast(:submitKey as uuid), '',
       '{watched}', cast(:on as date), cast(:rating as smallint), ${detailsAsColumns("details")}
     from film
     where ${ROOM_FOR.movies} or exists (
       select from movies where club_id = :clubId and title_key = film.title_key
         and coalesce(movies.year, 0) = coalesce(film.year, 0))
     on conflict (club_id, title_key, (coalesce(year, 0))) do update set
       badges = case when kept.badges @> '{watched}' then kept.badges else kept.badges || '{watched}' end,
       watched_on = coalesce(excluded.watched_on, case when cast(:known as boolean) then null else kept.watched_on end),
       own_rating = coalesce(excluded.own_rating, case when cast(:known as boolean) then null else kept.own_rating end),
       poster_url = coalesce(kept.poster_url, excluded.poster_url),
       ${COMPLETED}
     returning (select title from film) as title, (xmax = 0) as created`,
    { ...said, of: id, entry, clubId },
  );
  const [row] = rows;
  if (!row) await throwIfFull("movies", { clubId }, db);
  return row ? { kind: row.created ? "added" : "watched", title: row.title } : null;
}

/** Takes that back, in one statement; the film stays in the library. Null when the club has no such lottery or poll. */
export async function deleteWatched(
  { kind, id, entry, clubId }: InClub,
  db: Db,
): Promise<SaidWatched | null> {
  const { rows } = await db.raw<{ rows: { title: string }[] }>(
    `with film as (${FILM[kind]}), changed as (
       update movies set badges = array_remove(badges, 'watched'), watched_on = null
       from film
       where movies.club_id = :clubId and movies.title_key = film.title_key
         and coalesce(movies.year, 0) = coalesce(film.year, 0)
     )
     select title from film`,
    { of: id, entry, clubId },
  );
  const [row] = rows;
  return row ? { kind: "unwatched", title: row.title } : null;
}

/** What the library of a club says of having watched a film of its lottery; null when it says nothing. */
export async function watchedInLottery(
  { lotteryId, entry, clubId }: { lotteryId: string; entry: number; clubId: string },
  db: Db,
): Promise<Watched | null> {
  const { rows } = await db.raw<{ rows: { watched: Watched | null }[] }>(
    `select ${watchedJson(ENTRY_KEY, "entries.year")} as watched
     from entries join lotteries on lotteries.id = entries.lottery_id
     where entries.lottery_id = :lotteryId and position = :entry and lotteries.club_id = :clubId
       and ${STANDS(":clubId")}`,
    { lotteryId, entry, clubId },
  );
  return rows[0]?.watched ?? null;
}
