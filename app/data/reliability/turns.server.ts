import { within, type LATE } from "./deadline.server.ts";

/** About what a page takes to be drawn. */
const APART_MS = 8;
const EARLIER_AT_MOST = 12;

/**
 * Spreads the ends of waits. Pages whose waits end in the same moment are drawn one after another, so that the last of
 * them comes late; those who would share a moment wait somewhat less instead, each until a turn of its own.
 */
export function createTurns() {
  const taken = new Set<number>();
  return {
    /** As within(), until `latest` (by performance.now()) or up to a tenth of a second before. Nothing may reject. */
    async until<T>(latest: number, promise: Promise<T>): Promise<T | typeof LATE> {
      const last = Math.floor(latest / APART_MS);
      let turn = last;
      while (taken.has(turn) && last - turn < EARLIER_AT_MOST) turn -= 1;
      taken.add(turn);
      const value = await within(promise, latest - (last - turn) * APART_MS - performance.now());
      taken.delete(turn);
      return value;
    },
  };
}
