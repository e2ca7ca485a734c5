import { AsyncLocalStorage } from "node:async_hooks";
import { finishWantedFilm, nextWantedFilm } from "#app/data/library/writes.server.ts";
import type { WantedFilm } from "#app/data/library/completions.server.ts";
import { matching } from "#app/domain/film/completion.ts";
import type { MovieDetails } from "#app/domain/film/movie-details.ts";
import type { createFinder } from "./find.server.ts";

type Finder = ReturnType<typeof createFinder>;

/** How long to wait when a provider does not answer, or the day's quota is spent. */
const AGAIN_AFTER_MS = 10 * 60_000;

/**
 * Completes the films of libraries that were ordered, one after another, in the background. What is to be done is in the
 * database: it goes on after a restart, and several processes share it. Nothing is asked of the database while nothing is
 * ordered: `wake` has it look. `observe` hears of mistakes in the program.
 */
export function createCompleting({
  findMovies,
  allOf,
  observe,
}: Pick<Finder, "findMovies" | "allOf"> & { observe: (error: unknown) => void }) {
  const outside = AsyncLocalStorage.snapshot();
  let working = false;
  let again: NodeJS.Timeout | undefined;

  /** Has it look for films in line, unless it is at work. */
  function wake(): void {
    if (working) return;
    working = true;
    clearTimeout(again);
    outside(() => void work());
  }

  async function work(): Promise<void> {
    let rest = false;
    try {
      for (let wanted = await next(); wanted && !rest; wanted = rest ? null : await next()) {
        rest = !(await complete(wanted));
      }
    } catch (error) {
      observe(error);
      rest = true;
    }
    working = false;
    if (rest) again = setTimeout(wake, AGAIN_AFTER_MS).unref();
  }

  async function next(): Promise<WantedFilm | null> {
    const taken = await nextWantedFilm();
    return taken.ok ? taken.value : null;
  }

  /** False when no provider answers: then this film waits for its turn again. */
  async function complete(wanted: WantedFilm): Promise<boolean> {
    const { title, year, language } = wanted;
    const asked = { language, thisYear: new Date().getUTCFullYear(), signal: NEVER };
    const text = year === null ? title : `${title} (${year})`;
    const { movies, quiet } = await findMovies(text, asked);
    if (quiet !== null) return false;
    const film = matching(wanted, movies);
    const details: MovieDetails | null = film && (await allOf(film, asked));
    return (await finishWantedFilm(wanted, details)).ok;
  }

  return { wake };
}

/** Nobody waits for it. */
const NEVER = new AbortController().signal;
