import { isDrawable } from "./draw.ts";
import { isCollecting, type Collecting } from "../hat/hat.ts";
import { candidatesOf, ENTRIES_MIN, type Commitment, type Entry, type Lottery } from "../lottery/lottery.ts";

/** What is left of a lottery's films: all that were published, some or other ones, or none. */
export type Remains = "whole" | "changed" | "lost";

/**
 * What is left of the films of a lottery, as far as its draws and commitments tell. Of one that friends are filling nothing
 * was published yet.
 */
export function remainsOf({
  entries,
  draws,
  open,
  hat,
}: Pick<Lottery, "entries" | "draws" | "open"> & { hat: Collecting }): Remains {
  if (isCollecting(hat)) return "whole";
  if (entries.length === 0) return "lost";
  const commitments = [open, ...draws.map(({ commitment }) => commitment)];
  const changed =
    entries.length < ENTRIES_MIN ||
    commitments.some((commitment) => commitment?.intact === false) ||
    draws.some(({ winner }) => !entryAt(entries, winner));
  return changed ? "changed" : "whole";
}

/** Why a draw cannot be made: all films are lost, or the list is not the one that was published. Null when it can be. */
export function obstacleTo(
  commitment: Pick<Commitment, "leftOut" | "intact">,
  entries: readonly Entry[],
): Exclude<Remains, "whole"> | null {
  if (entries.length === 0) return "lost";
  const candidates = candidatesOf(entries, commitment);
  const drawable = commitment.intact && candidates.length >= ENTRIES_MIN && isDrawable(candidates);
  return drawable ? null : "changed";
}

/** The film of the last draw; null before it, and when that entry is lost. */
export function winnerOf({ entries, draw }: Pick<Lottery, "entries" | "draw">): Entry | null {
  return draw && entryAt(entries, draw.winner);
}

/** The entry of a position; null when there is none. */
export function entryAt(entries: readonly Entry[], position: number): Entry | null {
  return entries.find((entry) => entry.position === position) ?? null;
}
