import type { MovieDetails } from "#app/domain/film/movie-details.ts";
import type { MovieRef } from "#app/domain/film/movie-link.ts";
import type { KeptAnswer } from "#app/data/films/provider-answers.server.ts";
import type { Memory } from "./memory.server.ts";
import { ProviderError, type Provider } from "./provider.server.ts";

/** What a provider can be asked: for films of a title, or for one film. */
export type Question = { language: "ru" | "en" } & (
  { kind: "search"; title: string; year: number | null } | { kind: "film"; ref: MovieRef }
);

const DAY_MS = 24 * 60 * 60 * 1_000;
/** For how long an answer is as good as a new one. */
const FRESH_MS = { search: DAY_MS, film: 30 * DAY_MS };

/** How much longer the others may take when one provider has told of a film, in milliseconds. */
const OTHERS_MAY_TAKE_MS = 700;

/**
 * Asks providers, each question once however many ask it at a time, and none that was answered not long ago. `limitMs`:
 * how long a provider may take.
 */
export function createAsking({ memory, limitMs }: { memory: Memory; limitMs: number }) {
  const underWay = new Map<string, Promise<MovieDetails[]>>();

  /**
   * What each of these providers tells, in their order: what it told not long ago, else what it tells now, else what it
   * told long ago. Rejected with ProviderError where there is none of these, and with the signal's reason. When one has
   * told of a film, the others are not waited for much longer; what they tell later is kept for the next question.
   */
  async function ask(
    providers: readonly Provider[],
    question: Question,
    { thisYear, signal }: { thisYear: number; signal: AbortSignal },
  ): Promise<PromiseSettledResult<MovieDetails[]>[]> {
    const keys = providers.map(({ name }) => keyOf(name, question));
    const before = keys.length > 0 ? await memory.recall(keys) : new Map<string, KeptAnswer>();
    const patience = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const told = async (provider: Provider, key: string): Promise<MovieDetails[]> => {
      const kept = before.get(key);
      if (kept && kept.ageMs < FRESH_MS[question.kind]) return kept.films;
      const asked = underWay.get(key) ?? askNow(provider, key, question, thisYear);
      const inTime = unlessAborted(asked, patience.signal).catch((error: unknown) => {
        throw patience.signal.aborted ? new ProviderError(provider.name, "late") : error;
      });
      return unlessAborted(inTime, signal).catch((error: unknown) => {
        if (kept) return kept.films;
        throw error;
      });
    };
    const answers = providers.map(async (provider, index) => {
      const films = await told(provider, keys[index]!);
      if (films.length > 0) timer ??= setTimeout(() => patience.abort(), OTHERS_MAY_TAKE_MS);
      return films;
    });
    return Promise.allSettled(answers).finally(() => clearTimeout(timer));
  }

  /** Goes on when whoever asked has gone: others may wait for it too, and it has been counted against the quota. */
  function askNow(
    provider: Provider,
    key: string,
    question: Question,
    thisYear: number,
  ): Promise<MovieDetails[]> {
    const { language } = question;
    const options = { language, thisYear, signal: AbortSignal.timeout(limitMs) };
    const asked =
      question.kind === "search"
        ? provider.search(question.title, { ...options, year: question.year })
        : provider.byId(question.ref, options).then((film) => (film ? [film] : []));
    const answer = asked
      .then((films) => {
        memory.keep({ answers: [{ question: key, films }] });
        return films;
      })
      .finally(() => underWay.delete(key));
    // Its end is heard by those who wait; when all have gone, nobody.
    answer.catch(() => {});
    underWay.set(key, answer);
    return answer;
  }

  return { ask };
}

/** One text for what is one question: letter case and spaces tell nothing. */
function keyOf(provider: string, question: Question): string {
  const what =
    question.kind === "film"
      ? `${question.ref.at}:${question.ref.id}`
      : `${question.year ?? "-"} ${question.title.toLowerCase()}`;
  return `${provider} ${question.language} ${question.kind} ${what}`;
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(signal.reason as Error);
    if (signal.aborted) return gone();
    signal.addEventListener("abort", gone, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", gone));
  });
}
