import type { FilmFacts } from "../film/film-facts.ts";
import type { KeptHat } from "../hat/hat.ts";
import type { Movie } from "../film/movie.ts";
import type { Seen } from "../library/watched.ts";

export const ENTRIES_MIN = 2;
export const ENTRIES_MAX = 25;
export const NAME_MAX = 100;
export const WORD_MAX = 100;
export const REASON_MAX = 200;
/** How often a lottery may be drawn, and how many of its draws a page lists. Earlier releases allowed more. */
export const DRAWS_MAX = 20;

/** How the host lets the film be chosen: from films that are there, or from those that friends collect. */
export const WAYS = ["draw", "collect", "vote"] as const;
export type Way = (typeof WAYS)[number];

/** A movie in a lottery; positions count from 1 in the order in which the host gave them. */
export type Entry = Movie & { position: number; id: string; weight: number };

/**
 * What the server bound itself to before a draw: the SHA-256 hashes, in hex, of a secret seed and of the candidates.
 */
export type Commitment = {
  /** Which draw of the lottery it is, from 1 on. */
  number: number;
  seedHash: string;
  /** The hash of the list, as it was published. */
  listHash: string;
  /** Whether the films saved now are still the list that was published. */
  intact: boolean;
  /** Positions of the entries that were left out. */
  leftOut: number[];
  /** Why it is drawn again; blank for the first draw. */
  reason: string;
  /** When it replaced one that was lost, in ms since 1970; null for the first commitment of its draw. */
  renewedAt: number | null;
};

/** Why nobody can check a draw: it was made before there were commitments, or its commitment was lost. */
export type Unproven = "older" | "lost";

/** A draw that was made. `winner` is a position; `commitment` is null when it is unproven, or not known yet. */
export type Draw = {
  number: number;
  winner: number;
  drawnAt: Date;
  word: string;
  commitment: Commitment | null;
  unproven: Unproven | null;
};

export type Lottery = {
  id: string;
  clubId: string;
  name: string | null;
  createdAt: Date;
  entries: Entry[];
  /** What is known of the films, by position; of many there is nothing. */
  facts: Readonly<Record<number, FilmFacts>>;
  /** The last draws, at most DRAWS_MAX, oldest first. The last of them counts. */
  draws: Draw[];
  /** How many draws there are before those. */
  olderDraws: number;
  /** The last draw, or null. */
  draw: Draw | null;
  /** What the next draw is bound to; null when there is none to make. */
  open: Commitment | null;
  /** How friends filled it, or are filling it: then its entries are only those that it would have now. */
  hat: KeptHat | null;
};

/** The entries that take part in a draw. */
export function candidatesOf(entries: readonly Entry[], { leftOut }: Pick<Commitment, "leftOut">): Entry[] {
  return entries.filter(({ position }) => !leftOut.includes(position));
}

/** A lottery, or a poll, as a list shows it. */
export type LotterySummary = {
  id: string;
  name: string | null;
  /** The first name of who made it; blank where that is not known. */
  host: string;
  createdAt: Date;
  entryCount: number;
  /** Whether friends are still filling it. */
  collecting: boolean;
  drawn: boolean;
  /** Null before the draw, and when the film that won is lost. */
  winner: Movie | null;
  /** Winners of the draws just before, oldest first. */
  earlier: Pick<Movie, "title" | "year">[];
  /** How many draws there are before those. */
  olderDraws: number;
  /** The first few entries, for a row that has no winner yet. */
  first: Movie[];
  /** How many have voted in a poll, which is "drawn" when it has ended; not there for a lottery. */
  poll?: { voters: number };
  /** Which entry won, and whether it was watched; only the history tells. */
  seen?: Seen;
};

/** People also type lottery links from a TV screen, so none of 0/o, 1/l/i. */
export const ID_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
export const ID_LENGTH = 10;

/** Whether a text can be the id of something made here at all. */
export function isId(text: string | undefined): text is string {
  return text !== undefined && new RegExp(`^[${ID_ALPHABET}]{${ID_LENGTH}}$`).test(text);
}

/** Whether a text can be the id of a lottery: of one made here, or of one that came along from the original app. */
export function isLotteryId(text: string | undefined): text is string {
  return isId(text) || /^[a-z0-9]{6}$/.test(text ?? "");
}

/**
 * An id made from random bytes, or null when too few of them could be used: bytes that would favour some letters are
 * skipped. With 24 bytes that happens less than once in 10^16 calls.
 */
export function idFromBytes(bytes: Uint8Array): string | null {
  const fair = 256 - (256 % ID_ALPHABET.length);
  const letters = Array.from(bytes)
    .filter((byte) => byte < fair)
    .map((byte) => ID_ALPHABET[byte % ID_ALPHABET.length]);
  return letters.length < ID_LENGTH ? null : letters.slice(0, ID_LENGTH).join("");
}

/** The id before which this share of all ids stands, from 0 to below 1. */
export function idAtShare(share: number): string {
  const base = ID_ALPHABET.length;
  let rest = share;
  return Array.from({ length: ID_LENGTH }, () => {
    const place = Math.floor(rest * base);
    rest = rest * base - place;
    return ID_ALPHABET[place];
  }).join("");
}
