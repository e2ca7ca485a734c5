import { titleKey, type Movie } from "#app/domain/film/movie.ts";

/** A film that is put into a lottery or a poll, and its ref where it was found; see domain/film/found-film.ts. */
export type NewEntry = Movie & { ref?: string | null };

/** Films as a statement reads them. */
export function filmsJson(films: readonly NewEntry[]): string {
  const rows = films.map(({ title, year, posterUrl, ref = null }, index) => {
    return { place: index + 1, title, title_key: titleKey(title), year, poster_url: posterUrl, ref };
  });
  return JSON.stringify(rows);
}

/** SQL that reads them, as rows called `film`. */
export const FILMS = `jsonb_to_recordset(cast(:films as jsonb))
  as film (place integer, title text, title_key text, year integer, poster_url text, ref text)`;
