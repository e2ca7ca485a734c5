import type { Movie } from "./movie.ts";

/** Who told us about a movie. */
export type Source = "kinopoisk" | "tmdb" | "omdb" | "catalogue";

/** What a movie is called where it can be looked up: `tt0111161`, 278, 326. */
export type MovieIds = { imdb: string | null; tmdb: number | null; kinopoisk: number | null };

/** Who gives ratings. */
export const RATERS = ["kinopoisk", "imdb", "tmdb"] as const;

/** From 0 (not included) to 10, and who gave it. */
export type Rating = { value: number; by: (typeof RATERS)[number] };

/** A movie as a provider tells of it. What it does not know is null or an empty list, never a made-up value. */
export type MovieDetails = Movie & {
  source: Source;
  /** In the language it was made in; null when it is the title itself. */
  originalTitle: string | null;
  /** In minutes. */
  runtime: number | null;
  genres: readonly string[];
  countries: readonly string[];
  description: string | null;
  rating: Rating | null;
  ids: MovieIds;
};

export const NO_IDS: MovieIds = { imdb: null, tmdb: null, kinopoisk: null };

/** Longer ones are cut at the end of a word: this is a reminder of a film, not a review. */
export const DESCRIPTION_MAX = 2_000;
export const GENRES_MAX = 10;
/** In minutes. The longest film ever shown in a cinema took 14,400. */
export const RUNTIME_MAX = 20_000;
