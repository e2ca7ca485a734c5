import type { Memory } from "#app/movies/memory.server.ts";

/** As when the database is away: nothing was told before, and nothing is kept. */
export const forgetful: Memory = {
  recall: () => Promise.resolve(new Map()),
  film: () => Promise.resolve(null),
  keep: () => {},
};
