import { within, type LATE } from "./deadline.server.ts";

/** About as long as rendering a page takes. */
const APART_MS = 8;
const EARLIER_AT_MOST = 12;

/**
 * Spreads out the ends of waits. Pages whose waits end at the same moment would be rendered one after another, and the
 * last would be late. So those who would share a moment wait a little less, each until a moment of its own.
 */
export function createTurns() {
  const taken = new Set<number>();
  return {
    /**
     * As within(), until `latest` (by performance.now()) or up to a tenth of a second earlier. The promise must not
     * reject.
     */
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
