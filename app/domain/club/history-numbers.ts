import type { Movie } from "../film/movie.ts";

/** How many evenings are counted: the newest ones. */
export const COUNTED_EVENINGS = 1_000;
/** How many films or genres a list names. */
export const NAMED = 5;
/** How many months are shown. */
export const MONTHS = 12;

/** A film, and how often. */
type CountedFilm = Pick<Movie, "title" | "year"> & { count: number };

/** What the newest lotteries and polls of a club come to. */
export type HistoryNumbers = {
  /** How many were counted, and how many of them have a film that won. */
  evenings: number;
  decided: number;
  /** Whether there are older ones. */
  more: boolean;
  /** Films that won more than once, the most frequent first. */
  often: CountedFilm[];
  /** Films that took part more than once and never won. */
  waiting: CountedFilm[];
  /** Average length of the films that won, and of how many of them it is known. */
  minutes: number | null;
  timed: number;
  genres: { genre: string; count: number }[];
  /** How many were decided in a month (`2026-11`, UTC); months without any are left out. */
  months: { month: string; count: number }[];
};

/** Those of a club that has nothing yet. */
export const NO_NUMBERS: HistoryNumbers = {
  evenings: 0,
  decided: 0,
  more: false,
  often: [],
  waiting: [],
  minutes: null,
  timed: 0,
  genres: [],
  months: [],
};

/** The last months up to a moment in ms since 1970, oldest first, each with its number. */
export function lastMonths(
  months: HistoryNumbers["months"],
  now: number,
): { month: string; count: number }[] {
  const at = new Date(now);
  return Array.from({ length: MONTHS }, (_, index) => {
    const first = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - MONTHS + 1 + index, 1));
    const month = first.toISOString().slice(0, 7);
    return { month, count: months.find((each) => each.month === month)?.count ?? 0 };
  });
}
