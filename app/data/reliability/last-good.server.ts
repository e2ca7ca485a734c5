import { LRUCache } from "lru-cache";

/** A value that could be read some time ago. */
export type Remembered = {
  value: unknown;
  /** Of which moment it tells, in ms since 1970. */
  asOf: number;
  /** When it was asked for, by performance.now(). */
  askedAt: number;
};

/** Where a value is remembered. */
export type Place = {
  scope: string;
  key: string;
  /** Whether its address can name any number of such pages; they are the first to be forgotten. */
  oneOfMany: boolean;
};

export type LastGoodOptions = {
  maxScopes?: number;
  maxBytes?: number;
};

type Kept = Remembered & { oneOfMany: boolean; bytes: number };
type Shelf = Map<string, Kept>;

/** The share of all bytes that one scope may use. */
const SCOPE_SHARE = 1 / 64;
const KEYS_OF_A_SCOPE = 12;
/** What an entry takes up besides its value. */
const ENTRY_BYTES = 200;
/** Answers that equal the default: anyone can cause any number of them, so they have room of their own. */
const EMPTY_MAX = 500;
const EMPTY_MS = 5_000;

/**
 * The last good values of pages. However much is asked for in one scope (a club, a lottery), the values of others stay:
 * each scope has limited room, in which the value that was asked for longest ago is forgotten first. An answer that
 * equals the default, such as "there is none", is kept apart, and only for a few seconds.
 */
export function createLastGood({ maxScopes = 500, maxBytes = 16 * 1024 * 1024 }: LastGoodOptions = {}) {
  const shelves = new LRUCache<string, Shelf>({ max: maxScopes, maxSize: maxBytes });
  const empty = new LRUCache<string, Remembered>({ max: EMPTY_MAX });
  const scopeBytes = maxBytes * SCOPE_SHARE;

  /** The value remembered for this place, if there still is one. */
  function recall({ scope, key }: Place): Remembered | undefined {
    const shelf = shelves.get(scope);
    const kept = shelf?.get(key);
    if (kept) {
      // Moves to the end: the first one is forgotten first.
      shelf!.delete(key);
      shelf!.set(key, kept);
    }
    const none = empty.get(key);
    const believed = none && performance.now() - none.askedAt < EMPTY_MS;
    return kept ?? (believed ? none : undefined);
  }

  /** Remembers a value instead of the one before; `saysNothing` when it equals the default. */
  function remember(place: Place, latest: Remembered, { saysNothing }: { saysNothing: boolean }): void {
    const { scope, key, oneOfMany } = place;
    // A copy, because the cache only takes note of a new size with a new value.
    const shelf: Shelf = new Map(shelves.get(scope));
    shelf.delete(key);
    empty.delete(key);
    if (saysNothing) empty.set(key, latest);
    else shelf.set(key, { ...latest, oneOfMany, bytes: bytesOf(key, latest.value) });
    makeRoom(shelf);
    if (shelf.size > 0) shelves.set(scope, shelf, { size: bytesOn(shelf) });
    else shelves.delete(scope);
  }

  /** Forgets all of a scope. */
  function forget(scope: string): void {
    shelves.delete(scope);
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
    forget,
    /** How many values are remembered, not counting those that equal the default. */
    size: (): number => [...shelves.values()].reduce((sum, shelf) => sum + shelf.size, 0),
  };
}

function bytesOf(key: string, value: unknown): number {
  return ENTRY_BYTES + key.length + (JSON.stringify(value)?.length ?? 0);
}

function bytesOn(shelf: Shelf): number {
  return [...shelf.values()].reduce((sum, { bytes }) => sum + bytes, 0);
}
