import { mergeFound } from "#app/domain/merge-found.ts";
import type { MovieDetails } from "#app/domain/movie-details.ts";
import { parseMovieLink } from "#app/domain/movie-link.ts";
import { parseMovieLine } from "#app/domain/movie.ts";
import { catalogue } from "./catalogue/catalogue.server.ts";
import { providers } from "./providers.server.ts";
import { ProviderError, type Provider, type SearchOptions } from "./provider.server.ts";

/** What was found. When no provider answered, `quiet` says why. */
export type Found = { movies: MovieDetails[]; quiet: "quota" | "down" | null };

const HITS = 10;

/**
 * The films that a typed text may mean, best first, at most ten: an address or an id of a film, a title, or a title
 * with its year in parentheses. Never rejects, and waits for a provider no longer than its time limit.
 */
export async function findMovies(
  text: string,
  { language, thisYear, signal }: Omit<SearchOptions, "year">,
): Promise<Found> {
  const link = parseMovieLink(text, thisYear);
  if (link?.kind === "no-movie") return { movies: [], quiet: null };
  if (link?.kind === "movie") {
    const able = providers().filter((provider) => provider.knows(link.ref));
    return gathered(able, async (provider) => {
      const movie = await provider.byId(link.ref, { language, thisYear, signal });
      return movie ? [movie] : [];
    });
  }
  const { title, year } = link ?? parseMovieLine(text, thisYear);
  const all = [...providers(), catalogue];
  return gathered(all, (provider) => provider.search(title, { year, language, thisYear, signal }));
}

async function gathered(
  asked: readonly Provider[],
  ask: (provider: Provider) => Promise<MovieDetails[]>,
): Promise<Found> {
  const answers = await Promise.allSettled(asked.map((provider) => ask(provider)));
  const movies = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
  const failures = answers.flatMap((answer) =>
    answer.status === "rejected" ? [answer.reason as unknown] : [],
  );
  const outside = asked.filter(({ name }) => name !== "catalogue").length;
  return {
    movies: mergeFound(movies, HITS),
    quiet: outside === 0 || failures.length < outside ? null : quietBecause(failures),
  };
}

function quietBecause(failures: readonly unknown[]): "quota" | "down" {
  const kinds = failures.map((error) => (error instanceof ProviderError ? error.failure : "down"));
  return kinds.every((kind) => kind === "quota") ? "quota" : "down";
}
