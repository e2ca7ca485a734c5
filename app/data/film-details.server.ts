/**
 * SQL for the condition that the film which was found under a ref is still the one that is saved: whoever has typed
 * another title or year since then means another film. `film` is what has both, and the ref.
 */
export function foundAs(film: string): string {
  return `found_films.ref = ${film}.ref and found_films.details->>'title' = ${film}.title
    and (found_films.details->>'year') is not distinct from cast(${film}.year as text)`;
}

/** SQL for what a row of movies knows of its film, in the shape of found_films.details. */
const DETAILS_OF_MOVIE = `jsonb_strip_nulls(jsonb_build_object(
  'originalTitle', original_title, 'runtime', runtime, 'genres', genres, 'countries', countries,
  'description', description,
  'rating', case when rating is not null then jsonb_build_object('value', rating, 'by', rating_by) end,
  'ids', jsonb_build_object('imdb', imdb_id, 'tmdb', tmdb_id, 'kinopoisk', kinopoisk_id)))`;

/** SQL for the films of the club's library that were picked, as they stand there from top to bottom. */
export const PICKED_MOVIES = `
  select row_number() over (order by added_at desc, id desc) as position, title, title_key, year, poster_url,
         ${DETAILS_OF_MOVIE} as details
  from movies where club_id = :clubId and id = any(:movieIds)`;

/** The columns of movies for what is known of a film, in the order of DETAILS_AS_COLUMNS. */
export const DETAIL_COLUMNS = `original_title, runtime, genres, countries, description, rating, rating_by, imdb_id,
  tmdb_id, kinopoisk_id`;

/** SQL for the values of those columns, from a column of details in the shape of found_films.details, or from null. */
export function detailsAsColumns(details: string): string {
  return `${details}->>'originalTitle', cast(${details}->>'runtime' as integer),
    array(select jsonb_array_elements_text(${details}->'genres')),
    array(select jsonb_array_elements_text(${details}->'countries')),
    ${details}->>'description', cast(${details}->'rating'->>'value' as numeric), ${details}->'rating'->>'by',
    ${details}->'ids'->>'imdb', cast(${details}->'ids'->>'tmdb' as integer),
    cast(${details}->'ids'->>'kinopoisk' as integer)`;
}

/** SQL that completes a row of movies, called `kept`, by what a second adding of its film knows besides. */
export const COMPLETED = `
  original_title = coalesce(kept.original_title, excluded.original_title),
  runtime = coalesce(kept.runtime, excluded.runtime),
  genres = case when kept.genres = '{}' then excluded.genres else kept.genres end,
  countries = case when kept.countries = '{}' then excluded.countries else kept.countries end,
  description = coalesce(kept.description, excluded.description),
  rating = coalesce(kept.rating, excluded.rating),
  rating_by = case when kept.rating is null then excluded.rating_by else kept.rating_by end,
  imdb_id = coalesce(kept.imdb_id, excluded.imdb_id),
  tmdb_id = coalesce(kept.tmdb_id, excluded.tmdb_id),
  kinopoisk_id = coalesce(kept.kinopoisk_id, excluded.kinopoisk_id)`;
