import type { MovieDetails, MovieIds } from "../film/movie-details.ts";
import type { Movie } from "../film/movie.ts";
import { lineWithin } from "../text.ts";

export const NOTE_MAX = 1_000;
/** How many words of one kind a film may carry, and how long each may be, in code points. */
export const LABELS_MAX = 20;
export const LABEL_MAX = 40;

/** The best a club can say of a film; the least is 1. */
export const OWN_RATING_MAX = 10;

/** What a club thinks of a film, in the order in which badges are shown. A film may carry several. */
export const BADGES = ["favourite", "want", "top", "watched", "new", "banned"] as const;
export type Badge = (typeof BADGES)[number];

export const LIBRARY_PAGE = 30;
/** A list may be made longer on its own page, up to this. */
export const LIBRARY_SHOWN_MAX = 300;
/** So many ticked films can be changed at once. */
export const TICKED_MAX = 100;
export const HISTORY_PAGE = 20;

/** What a club has said of a film itself. */
type Opinion = {
  note: string;
  badges: readonly Badge[];
  /** The club's own words for it, in lower case. */
  tags: readonly string[];
  /** From 1 to 10. */
  ownRating: number | null;
  /** `2026-12-31`. Whoever has watched a film has given it the badge as well. */
  watchedOn: string | null;
};

/** A film that a club wants to see. */
export type LibraryMovie = Movie &
  Opinion &
  Pick<MovieDetails, "originalTitle" | "runtime" | "genres" | "countries" | "rating"> & {
    id: string;
    addedAt: Date;
  };

/** The same with what only its own page shows. */
export type MovieInFull = LibraryMovie & { description: string | null; ids: MovieIds };

/** Badges from a database or a form: those that this release knows, each once, in their order. */
export function knownBadges(names: readonly string[]): Badge[] {
  return BADGES.filter((badge) => names.includes(badge));
}

/** A tag or a genre as it is kept, in lower case; null when it is too long. */
export function readLabel(text: string): string | null {
  // Tidied afterwards, because the small letter of Ǧ with a separate accent is a single code point.
  return lineWithin(text.toLowerCase(), LABEL_MAX);
}

/** How many films there are of each kind, the most frequent first; of a large library only the newest are counted. */
export type LibraryCounts = {
  films: number;
  /** Whether there are more films than were counted, so that each number is one that is reached at least. */
  more: boolean;
  badges: (readonly [Badge | "none", number])[];
  tags: [string, number][];
  genres: [string, number][];
};

/** One page of a list, newest first; `before` is the cursor of the next page, or null at the end. */
export type Page<T> = { items: T[]; before: string | null };

/** Where a page ends: a time in milliseconds and, for things of the same moment, an id. */
export type Cursor = { at: Date; id: string };

/** A cursor as it stands in a link. */
export function formatCursor({ at, id }: Cursor): string {
  return `${at.getTime()}-${id}`;
}

/** The cursor of a link, or null for anything that is none. */
export function parseCursor(text: string | null): Cursor | null {
  const found = /^(?<at>\d{1,15})-(?<id>[0-9a-z]{1,20})$/.exec(text ?? "")?.groups;
  return found?.at && found.id ? { at: new Date(Number(found.at)), id: found.id } : null;
}

/** Cuts a list that was read with one row too many into a page. */
export function pageOf<T>(rows: T[], size: number, cursor: (last: T) => Cursor): Page<T> {
  const items = rows.slice(0, size);
  const last = items.at(-1);
  return { items, before: rows.length > size && last ? formatCursor(cursor(last)) : null };
}
