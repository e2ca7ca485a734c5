import { knownBadges, type LibraryMovie, type MovieInFull } from "#app/domain/library/library.ts";
import { RATERS, type Rating } from "#app/domain/film/movie-details.ts";
import { STANDS } from "../club/gone.server.ts";
import type { Db } from "../reliability/pool.server.ts";
import { momentOf } from "../moment.server.ts";

/** One movie of this club, or null when the club has none of this id. */
export async function movieById(
  { id, clubId }: { id: string; clubId: string },
  db: Db,
): Promise<MovieInFull | null> {
  const { rows } = await db.raw<{ rows: FullRow[] }>(
    `select ${ALL} from movies where id = :id and club_id = :clubId and ${STANDS(":clubId")}`,
    { id, clubId },
  );
  const [row] = rows;
  return row ? toMovieInFull(row) : null;
}

/** Movies of this club in the order of their ids, which never change: `limit` of them, from the one after an id on. */
export async function moviesAfter(
  { clubId, after, limit }: { clubId: string; after: string; limit: number },
  db: Db,
): Promise<MovieInFull[]> {
  const { rows } = await db.raw<{ rows: FullRow[] }>(
    `select ${ALL} from movies where club_id = :clubId and ${STANDS(":clubId")} and id > :after order by id limit :limit`,
    { clubId, after, limit },
  );
  return rows.map(toMovieInFull);
}

/** Of movies, what a list shows. Cast where pg would make text of a number, or a moment of a day. */
export const LISTED = `id, title, year, poster_url, note, added_at, original_title, runtime, genres, countries, rating_by,
  badges, tags, own_rating, rating::float8 as rating, watched_on::text as watched_on`;

const ALL = `${LISTED}, description, imdb_id, tmdb_id, kinopoisk_id`;

export type MovieRow = {
  id: string;
  title: string;
  year: number | null;
  poster_url: string | null;
  note: string;
  added_at: Date;
  original_title: string | null;
  runtime: number | null;
  genres: string[];
  countries: string[];
  rating: number | null;
  rating_by: string | null;
  badges: string[];
  tags: string[];
  own_rating: number | null;
  watched_on: string | null;
};
type FullRow = MovieRow & {
  description: string | null;
  imdb_id: string | null;
  tmdb_id: number | null;
  kinopoisk_id: number | null;
};

/** A row with the columns of LISTED, as a movie. */
export function toMovie(row: MovieRow): LibraryMovie {
  return {
    id: row.id,
    title: row.title,
    year: row.year,
    posterUrl: row.poster_url,
    note: row.note,
    addedAt: momentOf(row.added_at),
    originalTitle: row.original_title,
    runtime: row.runtime,
    genres: row.genres,
    countries: row.countries,
    rating: ratingOf(row),
    badges: knownBadges(row.badges),
    tags: row.tags,
    ownRating: row.own_rating,
    watchedOn: row.watched_on,
  };
}

function toMovieInFull(row: FullRow): MovieInFull {
  const ids = { imdb: row.imdb_id, tmdb: row.tmdb_id, kinopoisk: row.kinopoisk_id };
  return { ...toMovie(row), description: row.description, ids };
}

function ratingOf({ rating, rating_by: by }: MovieRow): Rating | null {
  return rating !== null && isRater(by) ? { value: rating, by } : null;
}

function isRater(name: string | null): name is Rating["by"] {
  return name !== null && (RATERS as readonly string[]).includes(name);
}
