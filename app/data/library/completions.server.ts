import type { CompletionProgress } from "#app/domain/film/completion.ts";
import type { MovieDetails } from "#app/domain/film/movie-details.ts";
import { searchKey } from "#app/domain/film/title-search.ts";
import { STANDS } from "../club/gone.server.ts";
import type { Db } from "../reliability/pool.server.ts";

/** A film of a library that a provider is to be asked for. */
export type WantedFilm = {
  movieId: string;
  clubId: string;
  title: string;
  year: number | null;
  language: "ru" | "en";
};

/** SQL for a film that nobody has told of, neither a provider nor our own list. */
const IS_BARE = "imdb_id is null and tmdb_id is null and kinopoisk_id is null and runtime is null";

/** Puts all films of a club that nobody has told of in line, in one statement. Twice is as good as once. */
export async function orderCompletions(
  { clubId, language }: { clubId: string; language: "ru" | "en" },
  db: Db,
): Promise<number> {
  const { rowCount } = await db.raw<{ rowCount: number }>(
    `insert into completions (movie_id, club_id, language)
     select id, club_id, :language from movies where club_id = :clubId and ${IS_BARE}
     on conflict (movie_id) do update set
       language = excluded.language, ordered_at = excluded.ordered_at, taken_at = null, done_at = null, found = false`,
    { clubId, language },
  );
  return rowCount;
}

/** How far a club's last order has come. */
export async function completionProgress(
  { clubId }: { clubId: string },
  db: Db,
): Promise<CompletionProgress> {
  const { rows } = await db.raw<{ rows: CompletionProgress[] }>(
    `select count(*)::integer as ordered, count(done_at)::integer as done,
            (count(*) filter (where found))::integer as found,
            (select count(*)::integer from movies where club_id = :clubId and ${IS_BARE}) as bare
     from completions join movies on movies.id = movie_id and movies.club_id = completions.club_id
     where completions.club_id = :clubId and ${STANDS(":clubId")}
       and ordered_at = (select max(ordered_at) from completions where club_id = :clubId)`,
    { clubId },
  );
  return rows[0]!;
}

/**
 * The next film in line, or null. Nobody else gets it within a minute; after that the one who took it has ended in the
 * middle.
 */
export async function takeWantedFilm(db: Db): Promise<WantedFilm | null> {
  const { rows } = await db.raw<{ rows: WantedFilm[] }>(
    `update completions set taken_at = now()
     from movies
     where movies.id = completions.movie_id and completions.movie_id = (
       select movie_id from completions
       where done_at is null and (taken_at is null or taken_at < now() - interval '1 minute')
         and exists (select from movies where movies.id = movie_id)
       order by ordered_at, movie_id limit 1 for update skip locked)
     returning movies.id as "movieId", movies.club_id as "clubId", title, year, language`,
  );
  return rows[0] ?? null;
}

/** Notes that a film was asked for, and fills in what was found where it has nothing yet; in one statement. */
export async function finishCompletion(
  wanted: WantedFilm,
  details: MovieDetails | null,
  db: Db,
): Promise<void> {
  await db.raw(
    `with done as (
       update completions set done_at = now(), found = :found where movie_id = :movieId
     )
     ${FILL_IN("movies", "told")}`,
    { ...bindingsOf(wanted, details), found: details !== null },
  );
}

/** Fills a film of this club with what was found, in place of what was told of it before. False when there is none. */
export async function completeMovie(
  movie: Omit<WantedFilm, "language">,
  details: MovieDetails,
  db: Db,
): Promise<boolean> {
  const { rowCount } = await db.raw<{ rowCount: number }>(
    FILL_IN("told", "movies"),
    bindingsOf(movie, details),
  );
  return rowCount > 0;
}

/** SQL that writes to each column what the first of both has, else what the second one has. A poster stays. */
function FILL_IN(first: string, second: string): string {
  const either = (column: string) => `${column} = coalesce(${first}.${column}, ${second}.${column})`;
  const list = (column: string) =>
    `${column} = case when ${first}.${column} = '{}' then ${second}.${column} else ${first}.${column} end`;
  return `
    update movies set
      ${["original_title", "runtime", "description", "rating", "rating_by"].map(either).join(", ")},
      ${["imdb_id", "tmdb_id", "kinopoisk_id"].map(either).join(", ")},
      ${list("genres")}, ${list("countries")},
      poster_url = coalesce(movies.poster_url, told.poster_url),
      search_key = :searchKey
    from (
      select original_title, runtime, description, rating, rating_by, imdb_id, tmdb_id, kinopoisk_id, poster_url,
             array(select jsonb_array_elements_text(genres)) as genres,
             array(select jsonb_array_elements_text(countries)) as countries
      from jsonb_to_record(cast(:told as jsonb)) as told (
        original_title text, runtime integer, description text, rating numeric, rating_by text, imdb_id text,
        tmdb_id integer, kinopoisk_id integer, poster_url text, genres jsonb, countries jsonb)
    ) as told
    where movies.id = :movieId and movies.club_id = :clubId and :known`;
}

function bindingsOf({ movieId, clubId, title }: Omit<WantedFilm, "language">, details: MovieDetails | null) {
  const told = details && {
    original_title: details.originalTitle,
    runtime: details.runtime,
    description: details.description,
    rating: details.rating?.value ?? null,
    rating_by: details.rating?.by ?? null,
    imdb_id: details.ids.imdb,
    tmdb_id: details.ids.tmdb,
    kinopoisk_id: details.ids.kinopoisk,
    poster_url: details.posterUrl,
    genres: details.genres,
    countries: details.countries,
  };
  return {
    movieId,
    clubId,
    told: JSON.stringify(told ?? { genres: [], countries: [] }),
    known: details !== null,
    searchKey: searchKey({ title, originalTitle: details?.originalTitle ?? null }),
  };
}
