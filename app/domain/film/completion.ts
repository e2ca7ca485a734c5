import type { MovieDetails } from "./movie-details.ts";
import { titleKey } from "./movie.ts";

/**
 * How far the last order of a club has come, in films: how many were ordered, are done, and were found; and how many of
 * the library no provider has told of.
 */
export type CompletionProgress = { ordered: number; done: number; found: number; bare: number };

/**
 * The film among those that were found which surely is this one, or null: the same title, or original title, and the same
 * year. Without a year there must be one film only of this title.
 */
export function matching<T extends MovieDetails>(
  wanted: { title: string; year: number | null },
  found: readonly T[],
): T | null {
  const key = titleKey(wanted.title);
  const named = (title: string | null) => title !== null && titleKey(title) === key;
  const namesakes = found.filter(({ title, originalTitle }) => named(title) || named(originalTitle));
  if (wanted.year !== null) return namesakes.find(({ year }) => year === wanted.year) ?? null;
  return namesakes.length === 1 ? namesakes[0]! : null;
}
