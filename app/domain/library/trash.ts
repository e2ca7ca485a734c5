import * as z from "zod";
import { formShape, hidden, KEY } from "../form-shape.ts";
import { ID_LENGTH, isId } from "../lottery/lottery.ts";
import type { Movie } from "../film/movie.ts";

/** For so many days a removed film can be put back. */
export const TRASH_DAYS = 30;
/** So many of a club can, the last ones; others go earlier. */
export const TRASH_MAX = 10_000;
export const TRASH_PAGE = 30;

/** A film in the trash of a club. */
export type RemovedMovie = Movie & { id: string; removedAt: Date };

/** The form that puts films back. */
export const TRASH_SHAPE = formShape({ movie: hidden(ID_LENGTH), removal: KEY });

/** Which films are put back: one of the trash, or all of a removal. */
export type InTrash = { movieId: string } | { removal: string };

/** What that form says; null for what no page of ours sends. */
export function readInTrash(form: URLSearchParams): InTrash | null {
  const movieId = form.get("movie") ?? undefined;
  if (isId(movieId)) return { movieId };
  const removal = z.uuid().safeParse(form.get("removal"));
  return removal.success ? { removal: removal.data } : null;
}

const DAY_MS = 24 * 60 * 60 * 1_000;

/** In how many days a film goes for good, at least 1; both moments in milliseconds since 1970. */
export function daysLeft({ removedAt, now }: { removedAt: number; now: number }): number {
  return Math.min(TRASH_DAYS, Math.max(1, Math.ceil((removedAt - now) / DAY_MS) + TRASH_DAYS));
}
