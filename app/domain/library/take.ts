import * as z from "zod";
import { formShape, hidden, KEY } from "../form-shape.ts";
import { ENTRIES_MAX, ENTRIES_MIN, ID_LENGTH, isId } from "../lottery/lottery.ts";

/** How many films are taken at random when nobody says how many. */
export const TAKE_USUAL = 5;

/** As many as a lottery may hold. */
export const TAKE_COUNTS = Array.from(
  { length: ENTRIES_MAX - ENTRIES_MIN + 1 },
  (_, index) => ENTRIES_MIN + index,
);

/** How many films are to be taken at random, and what chance starts from; null when it is still to be thrown. */
export type Take = { count: number; seed: string | null };

/** What an address says of films to be taken. `ignored` when the number makes no sense. */
export function readTake(params: URLSearchParams): Take & { ignored: boolean } {
  const text = params.get("take")?.trim() ?? "";
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  const sensible = TAKE_COUNTS.includes(count);
  const seed = params.get("seed") ?? undefined;
  return {
    count: sensible ? count : TAKE_USUAL,
    seed: isId(seed) ? seed : null,
    ignored: text !== "" && !sensible,
  };
}

/** The form that makes a lottery of the films that were taken. */
export const TAKEN_SHAPE = formShape({ submitKey: KEY, movie: hidden(ID_LENGTH, ENTRIES_MAX) });

/** What that form says; null for what no page of ours sends. */
export function readTaken(form: URLSearchParams): { movieIds: string[]; submitKey: string } | null {
  const movieIds = [...new Set(form.getAll("movie"))].filter(isId);
  const submitKey = z.uuid().safeParse(form.get("submitKey"));
  return movieIds.length >= ENTRIES_MIN && submitKey.success ? { movieIds, submitKey: submitKey.data } : null;
}
