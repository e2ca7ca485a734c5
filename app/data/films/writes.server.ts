import { keepFilms, type KeptFilm } from "./found-films.server.ts";
import { countUses } from "./provider-usage.server.ts";
import { keepAnswers, type KeptAnswer } from "./provider-answers.server.ts";
import { sweepCaches } from "./sweep-caches.server.ts";
import type { Written } from "../reliability/writing.server.ts";
import { scopes, write } from "../guarded.server.ts";

/** Keeps what providers told just now, for the next who asks. */
export function keepToldAnswers(answers: readonly Omit<KeptAnswer, "ageMs">[]): Promise<Written<void>> {
  return write("keep-answers", [scopes.films], (db) => keepAnswers(answers, db));
}

/** Keeps films that were found, for whoever saves a form that names them. */
export function keepFoundFilms(films: readonly KeptFilm[]): Promise<Written<void>> {
  return write("keep-films", [scopes.films], (db) => keepFilms(films, db));
}

/** Counts questions to providers; see provider-usage.server.ts. */
export function countProviderUses(
  uses: readonly { provider: string; times: number }[],
): Promise<Written<Map<string, number>>> {
  return write("count-uses", [], (db) => countUses(uses, db));
}

/** Forgets what providers told too long ago, and what was in a trash for its time. */
export function forgetOldFilms(): Promise<Written<void>> {
  return write("forget-films", [], (db) => sweepCaches(db));
}
