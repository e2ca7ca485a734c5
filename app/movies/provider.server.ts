import type { MovieDetails, Source } from "#app/domain/film/movie-details.ts";
import type { MovieRef } from "#app/domain/film/movie-link.ts";

export type SearchOptions = {
  year: number | null;
  language: "ru" | "en";
  /** Films are announced some years ahead. */
  thisYear: number;
  signal: AbortSignal;
};

/**
 * Where movie data comes from. Both questions reject with ProviderError when they get no answer; "no such movie" is an
 * answer.
 */
export type Provider = {
  name: Source;
  /** The first few movies of this title, best first. */
  search: (query: string, options: SearchOptions) => Promise<MovieDetails[]>;
  /** The movie of this id, or null when there is none, or when it is a series or a person. */
  byId: (ref: MovieRef, options: Omit<SearchOptions, "year">) => Promise<MovieDetails | null>;
  /** Whether it can look up ids of this kind. */
  knows: (ref: MovieRef) => boolean;
};

/**
 * Why a provider did not answer. `refused`: the token is wrong or has no right. `quota`: it says that it was asked too
 * often, today or just now. `spent`: it was not asked, because by our own count that would have been too often. `late`,
 * `down`: nothing in time, or nothing that makes sense (an error page, half an answer).
 */
export type ProviderFailure = "refused" | "quota" | "spent" | "late" | "down";

export class ProviderError extends Error {
  constructor(
    readonly provider: Source,
    readonly failure: ProviderFailure,
    options?: ErrorOptions,
  ) {
    super(`${provider}: ${failure}`, options);
  }
}
