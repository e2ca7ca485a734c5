import type { Movie } from "./movie.ts";

export const NOTE_MAX = 1_000;
export const LIBRARY_PAGE = 30;
export const HISTORY_PAGE = 20;

/** A film that a club wants to see. */
export type LibraryMovie = Movie & { id: string; note: string; addedAt: Date };

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
