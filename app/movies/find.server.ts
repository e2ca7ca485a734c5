import { isRef, languageOfRef, refOf, type FoundFilm } from "#app/domain/film/found-film.ts";
import { mergeFound } from "#app/domain/film/merge-found.ts";
import type { MovieDetails } from "#app/domain/film/movie-details.ts";
import { parseMovieLink, type MovieRef } from "#app/domain/film/movie-link.ts";
import { parseMovieLine, readTitle } from "#app/domain/film/movie.ts";
import { createAsking, type Question } from "./asking.server.ts";
import { catalogue } from "./catalogue/catalogue.server.ts";
import type { Memory } from "./memory.server.ts";
import { ProviderError, type Provider, type SearchOptions } from "./provider.server.ts";

/** What was found. When no provider answered, `quiet` says why. */
export type Found = { movies: FoundFilm[]; quiet: "quota" | "down" | null };

type Asked = Omit<SearchOptions, "year">;

const HITS = 10;
const NOTHING: Found = { movies: [], quiet: null };

/** Looks for films at these providers, best first, and among those that come with the app. */
export function createFinder({
  providers,
  memory,
  limitMs,
}: {
  providers: readonly Provider[];
  memory: Memory;
  limitMs: number;
}) {
  const { ask } = createAsking({ memory, limitMs });

  /**
   * The films that a typed text may mean, best first, at most ten: an address or an id of a film, a title, or a title
   * with its year in parentheses. Never rejects, and waits for a provider no longer than its time limit.
   */
  async function findMovies(text: string, { language, thisYear, signal }: Asked): Promise<Found> {
    const link = parseMovieLink(text, thisYear);
    if (link?.kind === "no-movie") return NOTHING;
    if (link?.kind === "movie") {
      const able = providers.filter((provider) => provider.knows(link.ref));
      const question = { kind: "film", ref: link.ref, language } as const;
      return shown(await ask(able, question, { thisYear, signal }), [], question);
    }
    const { title: typed, year } = link ?? parseMovieLine(text, thisYear);
    const { title } = readTitle(typed);
    if (title === "") return NOTHING;
    const question = { kind: "search", title, year, language } as const;
    const alongside = await catalogue.search(title, { year, language, thisYear, signal });
    return shown(await ask(providers, question, { thisYear, signal }), alongside, question);
  }

  function shown(
    answers: PromiseSettledResult<MovieDetails[]>[],
    alongside: MovieDetails[],
    { kind, language }: Question,
  ): Found {
    const told = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
    const movies = mergeFound([...told, alongside], HITS).flatMap((movie) => {
      const ref = refOf(movie, language);
      return ref === null ? [] : [{ ...movie, ref }];
    });
    memory.keep({
      films: movies.map((film) => ({ film, whole: kind === "film" || TELLS_ALL.includes(film.source) })),
    });
    const failures = answers.flatMap((answer) =>
      answer.status === "rejected" ? [answer.reason as unknown] : [],
    );
    const answered = answers.length === 0 || failures.length < answers.length;
    return { movies, quiet: answered ? null : quietBecause(failures) };
  }

  /**
   * The film of this ref with all that its provider knows of it, or null for one that nobody has found. To be called
   * when a film is picked from a list, whose lines tell less: whoever saves it a moment later then saves all of it.
   * Never rejects; without an answer it is the line of the list.
   */
  async function wholeFilm(ref: string, asked: Omit<Asked, "language">): Promise<FoundFilm | null> {
    const kept = isRef(ref) ? await memory.film(ref) : null;
    return kept && !kept.whole ? allOf(kept.film, asked) : (kept?.film ?? null);
  }

  /** The same for a film at hand. */
  async function allOf(film: FoundFilm, { thisYear, signal }: Omit<Asked, "language">): Promise<FoundFilm> {
    const provider = providers.find(({ name }) => name === film.source);
    const own = ownRef(film);
    if (!provider || !own) return film;
    const question = { kind: "film", ref: own, language: languageOfRef(film.ref) } as const;
    const [answer] = await ask([provider], question, { thisYear, signal });
    if (answer?.status !== "fulfilled") return film;
    const whole = { ...mergeFound([answer.value, [film]], 1)[0]!, ref: film.ref };
    memory.keep({ films: [{ film: whole, whole: true }] });
    return whole;
  }

  return { findMovies, wholeFilm, allOf };
}

/** Those whose search tells as much as asking for one film. */
const TELLS_ALL: readonly MovieDetails["source"][] = ["kinopoisk", "catalogue"];

/** What a film is called at the provider that told of it. */
function ownRef({ source, ids }: MovieDetails): MovieRef | null {
  if (source === "tmdb" && ids.tmdb !== null) return { at: "tmdb", id: ids.tmdb };
  if (source === "kinopoisk" && ids.kinopoisk !== null) return { at: "kinopoisk", id: ids.kinopoisk };
  return source === "omdb" && ids.imdb !== null ? { at: "imdb", id: ids.imdb } : null;
}

function quietBecause(failures: readonly unknown[]): "quota" | "down" {
  const kinds = failures.map((error) => (error instanceof ProviderError ? error.failure : "down"));
  return kinds.every((kind) => kind === "quota" || kind === "spent") ? "quota" : "down";
}
