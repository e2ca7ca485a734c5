import type { Knex } from "knex";
import type { FoundFilm } from "#app/domain/film/found-film.ts";
import { NO_IDS } from "#app/domain/film/movie-details.ts";

/** A film of which everything is known, under any other name if one is given. */
export function knownFilm(film: Partial<FoundFilm> = {}): FoundFilm {
  return {
    ref: "kinopoisk:43911:ru",
    source: "kinopoisk",
    title: "Солярис",
    originalTitle: "Solaris",
    year: 1972,
    posterUrl: null,
    runtime: 167,
    genres: ["фантастика", "драма"],
    countries: ["СССР"],
    description: "Психолог летит на станцию у далёкой планеты, где океан знает о людях больше, чем они сами.",
    rating: { value: 7.95, by: "kinopoisk" },
    ids: { ...NO_IDS, kinopoisk: 43_911 },
    ...film,
  };
}

/** Has a provider know these films; a form that carries their refs is saved with what is known of them. */
export async function know(db: Knex, films: readonly FoundFilm[]): Promise<void> {
  const rows = films.map(({ ref, ...details }) => ({ ref, details: JSON.stringify(details), whole: true }));
  await db("found_films").insert(rows).onConflict("ref").merge();
}
