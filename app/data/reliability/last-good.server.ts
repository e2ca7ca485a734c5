import { LRUCache } from "lru-cache";

/** What a page showed when it could be read. */
export type Remembered = {
  value: unknown;
  /** Of which date (ms since 1970) it tells. */
  asOf: number;
  /** When it was asked for, by performance.now(). */
  askedAt: number;
};

/** Where something is remembered. */
export type Place = {
  scope: string;
  key: string;
  /** Whether it is one of any number of pages that an address can name; those make room first. */
  oneOfMany: boolean;
};

export type LastGoodOptions = {
  maxScopes?: number;
  maxBytes?: number;
};

type Kept = Remembered & { oneOfMany: boolean; bytes: number };
type Shelf = Map<string, Kept>;

/** So much of all bytes may be one scope's. */
const SCOPE_SHARE = 1 / 64;
const KEYS_OF_A_SCOPE = 12;
/** What an entry takes beside its value. */
const ENTRY_BYTES = 200;
/** Answers that say no more than the default: anyone can make any number of them. */
const EMPTY_MAX = 500;
const EMPTY_MS = 5_000;

/**
 * The last good values of pages. However much is asked for in one scope (a club, a lottery), another one's values stay:
 * each scope has room for so much and no more, and the one that nobody has asked for the longest goes first. What says
 * no more than the default, such as "there is none", is kept apart and for a few seconds only.
 */
export function createLastGood({ maxScopes = 500, maxBytes = 16 * 1024 * 1024 }: LastGoodOptions = {}) {
  const shelves = new LRUCache<string, Shelf>({ max: maxScopes, maxSize: maxBytes });
  const empty = new LRUCache<string, Remembered>({ max: EMPTY_MAX });
  const scopeBytes = maxBytes * SCOPE_SHARE;

  /** What was remembered last for this place, if anything still is. */
  function recall({ scope, key }: Place): Remembered | undefined {
    const shelf = shelves.get(scope);
    const kept = shelf?.get(key);
    if (kept) {
      // Behind all others that make room.
      shelf!.delete(key);
      shelf!.set(key, kept);
    }
    const none = empty.get(key);
    const believed = none && performance.now() - none.askedAt < EMPTY_MS;
    return kept ?? (believed ? none : undefined);
  }

  /** Remembers a value instead of what was; `saysNothing` when it is no more than the default. */
  function remember(place: Place, latest: Remembered, { saysNothing }: { saysNothing: boolean }): void {
    const { scope, key, oneOfMany } = place;
    // A copy, because the cache takes a new size only with a new value.
    const shelf: Shelf = new Map(shelves.get(scope));
    shelf.delete(key);
    empty.delete(key);
    if (saysNothing) empty.set(key, latest);
    else shelf.set(key, { ...latest, oneOfMany, bytes: bytesOf(key, latest.value) });
    makeRoom(shelf);
    if (shelf.size > 0) shelves.set(scope, shelf, { size: bytesOn(shelf) });
    else shelves.delete(scope);
  }

  function makeRoom(shelf: Shelf): void {
    while (shelf.size > KEYS_OF_A_SCOPE || bytesOn(shelf) > scopeBytes) {
      const [oldest = ""] = shelf.keys();
      const [ofMany] = [...shelf].find(([, { oneOfMany }]) => oneOfMany) ?? [oldest];
      shelf.delete(ofMany);
    }
  }

  return {
    recall,
    remember,
    /** How many values are remembered, not counting those that say nothing. */
    size: (): number => [...shelves.values()].reduce((sum, shelf) => sum + shelf.size, 0),
  };
}

function bytesOf(key: string, value: unknown): number {
  return ENTRY_BYTES + key.length + (JSON.stringify(value)?.length ?? 0);
}

function bytesOn(shelf: Shelf): number {
  return [...shelf.values()].reduce((sum, { bytes }) => sum + bytes, 0);
}
