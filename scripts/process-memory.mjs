// How a process that serves is kept small: when idle it holds some 20 MB less. What was measured, and what was not, stands in
// docs/performance.md.

/** The room for what has just been made, of which most is gone with its request; by itself Node takes twice as much. */
export const NODE_FLAGS = ["--max-semi-space-size=8"];

/**
 * By itself glibc has each thread that compresses or paints keep a heap of its own.
 * @param {Record<string, string | undefined>} env
 */
export function memorySettings({ MALLOC_ARENA_MAX = "2" }) {
  return { MALLOC_ARENA_MAX };
}
