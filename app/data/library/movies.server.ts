import { WORTH_KEEPING } from "#app/domain/club/club.ts";
import { NOTE_MAX } from "#app/domain/library/library.ts";
import type { MovieEdit } from "#app/domain/film/movie-edit.ts";
import { titleKey, type Movie } from "#app/domain/film/movie.ts";
import { searchKey } from "#app/domain/film/title-search.ts";
import { ROOM_FOR, throwIfFull } from "../club/bounds.server.ts";
import { STANDS } from "../club/gone.server.ts";
import { COMPLETED, DETAIL_COLUMNS, detailsAsColumns, foundAs } from "../film-details.server.ts";
import { violatedConstraint } from "../reliability/failure.server.ts";
import type { Db } from "../reliability/pool.server.ts";
import { BOTH_NOTES } from "./merging.server.ts";

/**
 * The result of adding: `again` when the movie was there already and moved to the top. Nothing was saved when the key
 * was `reused` for another movie, or when the two notes together are too long (`note-full`). `worthKeeping` is said once:
 * when the library has just got its tenth movie.
 */
export type Added =
  | { kind: "added" | "again"; id: string; worthKeeping: boolean }
  | { kind: "key-reused" }
  | { kind: "note-full" };

type NewMovie = Movie & {
  id: string;
  clubId: string;
  note: string;
  submitKey: string;
  /** Where it was found; see domain/film/found-film.ts. */
  ref?: string | null;
};

/**
 * Puts a movie on top of the club's library, in one statement. The same title and year is the same movie: it moves to
 * the top, and a new note goes below the old one if both fit into NOTE_MAX.
 */
export async function insertMovie(movie: NewMovie, db: Db): Promise<Added> {
  const added = await putOnTop(movie, db);
  // When the same submit arrives twice at the same moment, the second also looks like a reused key, but only once.
  return added.kind === "key-reused" ? putOnTop(movie, db) : added;
}

/* Nobody reads payload_hash of movies; it stays empty until a later release may drop it: docs/decisions/017. */

async function putOnTop(movie: NewMovie, db: Db): Promise<Added> {
  try {
    const { rows } = await db.raw<{ rows: { id: string; created: boolean; before: number }[] }>(
      `with club as (
         insert into clubs (id) values (:clubId) on conflict (id) do nothing
       )
       insert into movies as kept (id, club_id, title, title_key, search_key, year, poster_url, note, submit_key,
         payload_hash, ${DETAIL_COLUMNS})
       select :id, cast(:clubId as uuid), film.title, :titleKey, :searchKey, film.year, :posterUrl, :note,
         cast(:submitKey as uuid), '', ${detailsAsColumns("details")}
       from (select cast(:title as text) as title, cast(:year as integer) as year, cast(:ref as text) as ref) as film
       left join found_films on ${foundAs("film")}
       where ${ROOM_FOR.movies} or exists (
         select from movies
         where club_id = :clubId and title_key = :titleKey and coalesce(movies.year, 0) = coalesce(film.year, 0))
       on conflict (club_id, title_key, (coalesce(year, 0))) do update set
         added_at = excluded.added_at,
         search_key = coalesce(kept.search_key, excluded.search_key),
         poster_url = coalesce(excluded.poster_url, kept.poster_url),
         note = ${BOTH_NOTES},
         ${COMPLETED},
         submit_key = excluded.submit_key
       where ${BOTH_NOTES} = kept.note or char_length(${BOTH_NOTES}) <= :noteMax
       -- A repeated submit, whose first answer may have been lost, hears what the first one heard.
       returning id, (xmax = 0) or exists (select from movies where submit_key = :submitKey) as created,
         (select count(*)::integer from (select from movies where club_id = :clubId limit ${WORTH_KEEPING}) as counted)
           as before`,
      {
        ...movie,
        ref: movie.ref ?? null,
        titleKey: titleKey(movie.title),
        searchKey: searchKey({ title: movie.title, originalTitle: null }),
        noteMax: NOTE_MAX,
      },
    );
    const [row] = rows;
    if (!row) await throwIfFull("movies", movie, db);
    if (!row) return { kind: "note-full" };
    const worthKeeping = row.created && row.before === WORTH_KEEPING - 1;
    return { kind: row.created ? "added" : "again", id: row.id, worthKeeping };
  } catch (error) {
    if (violatedConstraint(error) === "movies_submit_key_key") return { kind: "key-reused" };
    throw error;
  }
}

/**
 * Puts an entry of any lottery on top of the club's library, in one statement; null when there is no such entry. A
 * movie that is there already moves to the top, so doing it twice changes nothing more.
 */
export async function insertMovieOfEntry(
  entry: {
    id: string;
    clubId: string;
    lotteryId: string;
    position: number;
    submitKey: string;
  },
  db: Db,
): Promise<{ kind: "added" | "again"; title: string } | null> {
  const { rows } = await db.raw<{ rows: { title: string; created: boolean }[] }>(
    `with entry as (
       -- Without its key only where an older release made the entry a moment ago.
       select title, coalesce(title_key, lower(title)) as title_key, year, poster_url, details
       from entries join lotteries on lotteries.id = entries.lottery_id
       where lottery_id = :lotteryId and position = :position and ${STANDS("lotteries.club_id")}
     ), club as (
       insert into clubs (id) select cast(:clubId as uuid) from entry on conflict (id) do nothing
     )
     insert into movies as kept (id, club_id, title, title_key, year, poster_url, submit_key, payload_hash,
       ${DETAIL_COLUMNS})
     select :id, cast(:clubId as uuid), title, title_key, year, poster_url, cast(:submitKey as uuid), '',
       ${detailsAsColumns("details")}
     from entry
     where ${ROOM_FOR.movies} or exists (
       select from movies where club_id = :clubId and title_key = entry.title_key
         and coalesce(movies.year, 0) = coalesce(entry.year, 0))
     on conflict (club_id, title_key, (coalesce(year, 0))) do update set
       added_at = excluded.added_at,
       poster_url = coalesce(excluded.poster_url, kept.poster_url),
       ${COMPLETED}
     returning (select title from entry) as title, (xmax = 0) as created`,
    entry,
  );
  const [row] = rows;
  if (!row) await throwIfFull("movies", entry, db);
  return row ? { kind: row.created ? "added" : "again", title: row.title } : null;
}

/** Replaces what a club says of a movie. False when the club has no such movie. */
export async function updateMovie(
  { id, clubId, ...edit }: MovieEdit & { id: string; clubId: string },
  db: Db,
): Promise<boolean> {
  const { note, badges, tags, ownRating, watchedOn, runtime, genres, countries } = edit;
  const changed = await db("movies")
    .where({ id, club_id: clubId })
    .update({ note, badges, tags, own_rating: ownRating, watched_on: watchedOn, runtime, genres, countries });
  return changed > 0;
}
