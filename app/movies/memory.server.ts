import { AsyncLocalStorage } from "node:async_hooks";
import { LRUCache } from "lru-cache";
import { answersToldBefore, filmFoundBefore } from "#app/data/films/reads.server.ts";
import { forgetOldFilms, keepFoundFilms, keepToldAnswers } from "#app/data/films/writes.server.ts";
import type { KeptFilm } from "#app/data/films/found-films.server.ts";
import type { KeptAnswer } from "#app/data/films/provider-answers.server.ts";

type ToldAnswer = Omit<KeptAnswer, "ageMs">;

/** What was told before, for all processes. It is never waited for long, and without it providers are asked again. */
export type Memory = {
  /** What was told to these questions, by question. */
  recall: (questions: readonly string[]) => Promise<Map<string, KeptAnswer>>;
  film: (ref: string) => Promise<KeptFilm | null>;
  /** Keeps what is new, in the background. */
  keep: (news: { answers?: readonly ToldAnswer[]; films?: readonly KeptFilm[] }) => void;
};

const WAITING_MAX = 500;
const HOUR_MS = 60 * 60 * 1_000;

/**
 * The memory that is in the database. However much is found at once, one statement at a time keeps it, so that a slow
 * database has its connections for people. `observe` hears of mistakes in the program.
 */
export function createMemory({ observe }: { observe: (error: unknown) => void }): Memory {
  // What is kept in the background is no part of the request that found it.
  const outside = AsyncLocalStorage.snapshot();
  const answers = new Map<string, ToldAnswer>();
  const films = new Map<string, KeptFilm>();
  /** Films that were kept not long ago, and whether as a whole: the same hits come with every letter that is typed. */
  const known = new LRUCache<string, boolean>({ max: 5_000, ttl: HOUR_MS });
  let saving = false;
  let sweepAt = 0;

  function keep(news: Parameters<Memory["keep"]>[0]): void {
    for (const answer of news.answers ?? []) answers.set(answer.question, answer);
    for (const each of news.films ?? []) {
      const asGood = known.get(each.film.ref);
      if (asGood === undefined || (each.whole && !asGood)) films.set(each.film.ref, each);
    }
    for (const waiting of [answers, films]) shorten(waiting);
    if (!saving) outside(() => void save());
  }

  async function save(): Promise<void> {
    saving = true;
    try {
      while (answers.size + films.size > 0) {
        await saveFilms(taken(films));
        const told = taken(answers);
        if (told.length > 0) await keepToldAnswers(told);
      }
      if (performance.now() >= sweepAt) {
        sweepAt = performance.now() + HOUR_MS;
        await forgetOldFilms();
      }
    } catch (error) {
      observe(error);
    } finally {
      saving = false;
    }
  }

  async function saveFilms(found: readonly KeptFilm[]): Promise<void> {
    if (found.length === 0) return;
    const { ok } = await keepFoundFilms(found);
    if (ok) for (const { film, whole } of found) known.set(film.ref, whole);
  }

  return {
    recall: async (questions) => {
      const { value } = await answersToldBefore({ questions });
      return new Map(value.map((answer) => [answer.question, answer]));
    },
    film: async (ref) => (await filmFoundBefore({ ref })).value,
    keep,
  };
}

function taken<T>(waiting: Map<string, T>): T[] {
  const all = [...waiting.values()];
  waiting.clear();
  return all;
}

function shorten(waiting: Map<string, unknown>): void {
  for (const key of waiting.keys()) {
    if (waiting.size <= WAITING_MAX) return;
    waiting.delete(key);
  }
}
