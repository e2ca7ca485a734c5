import type { Sort } from "./library-filter.ts";

/** Where a list goes on: after the film of this id, whose place in the order is this text. */
export type Place = { at: string; id: string };

/** A place as it stands in a link. */
export function formatPlace({ at, id }: Place): string {
  return `${id}.${at}`;
}

/** The place of a link, or null for anything that is none in this order. */
export function readPlace(text: string, sort: Sort): Place | null {
  const [, id = "", at = ""] = /^([0-9a-z]{1,20})\.(.+)$/su.exec(text) ?? [];
  return PLACES[sort].test(at) ? { at, id } : null;
}

const PLACES: Record<Sort, RegExp> = {
  added: /^\d{1,15}$/,
  // Any title, but for what no database takes.
  title: /^[^\0\p{Cs}]{1,2000}$/su,
  year: /^\d{1,9}$/,
  rating: /^\d{1,2}(?:\.\d)?$/,
  // Of those that won, and behind them of those that never did.
  won: /^[wn]\d{1,15}$/,
};
