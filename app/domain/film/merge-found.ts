import type { MovieDetails, MovieIds } from "./movie-details.ts";
import { titleKey } from "./movie.ts";

/**
 * What several providers found, as one list without doubles: the same movie stands where it was found first, and what
 * that provider does not know is taken from the others. The order of `answers` is the order of trust.
 *
 * Two are the same when they share an id; else when title (or original title) and year agree, unless their ids at one
 * provider differ.
 */
export function mergeFound(answers: readonly (readonly MovieDetails[])[], limit: number): MovieDetails[] {
  const merged: MovieDetails[] = [];
  for (const found of answers.flat()) {
    const index = merged.findIndex((known) => isSame(known, found));
    const known = merged[index];
    if (known) merged[index] = completed(known, found);
    else merged.push(found);
  }
  return merged.slice(0, limit);
}

/** Whether two descriptions are of one movie; see mergeFound. */
export function isSame(one: MovieDetails, other: MovieDetails): boolean {
  const shared = PLACES.filter((place) => one.ids[place] !== null && other.ids[place] !== null);
  if (shared.length > 0) return shared.every((place) => one.ids[place] === other.ids[place]);
  if (one.year === null || one.year !== other.year) return false;
  const keys = new Set(titleKeysOf(one));
  return titleKeysOf(other).some((key) => keys.has(key));
}

/** A movie, and from another description of it what it lacks. */
function completed(movie: MovieDetails, other: MovieDetails): MovieDetails {
  return {
    ...movie,
    year: movie.year ?? other.year,
    originalTitle: movie.originalTitle ?? other.originalTitle,
    posterUrl: movie.posterUrl ?? other.posterUrl,
    runtime: movie.runtime ?? other.runtime,
    genres: movie.genres.length > 0 ? movie.genres : other.genres,
    countries: movie.countries.length > 0 ? movie.countries : other.countries,
    description: movie.description ?? other.description,
    rating: movie.rating ?? other.rating,
    ids: {
      imdb: movie.ids.imdb ?? other.ids.imdb,
      tmdb: movie.ids.tmdb ?? other.ids.tmdb,
      kinopoisk: movie.ids.kinopoisk ?? other.ids.kinopoisk,
    },
  };
}

const PLACES: readonly (keyof MovieIds)[] = ["imdb", "tmdb", "kinopoisk"];

function titleKeysOf({ title, originalTitle }: MovieDetails): string[] {
  return [title, ...(originalTitle ? [originalTitle] : [])].map(titleKey);
}
