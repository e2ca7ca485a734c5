import { median, percentile } from "../figures.ts";
import type { Club } from "./clubs.ts";

/**
 * Something that is asked of a club, or done to it. `time` counts, for what has to differ each time. What `prepare` does
 * before is not timed.
 */
export type Question = {
  name: string;
  prepare?: (club: Club, time: number) => Promise<unknown>;
  ask: (club: Club, time: number) => Promise<unknown>;
};

export type Timed = { p50: number; p99: number };

/** Before anything is timed, plans and pages of the disk are brought in. */
const WARM_UP = 5;

/** Asks all clubs in turns, so that a busy machine is busy for all of them. */
export async function time(
  { prepare, ask }: Question,
  clubs: readonly Club[],
  times: number,
): Promise<Timed[]> {
  const taken = clubs.map((): number[] => []);
  for (let round = 0; round < WARM_UP + times; round += 1) {
    for (const [index, club] of clubs.entries()) {
      await prepare?.(club, round);
      const began = performance.now();
      await ask(club, round);
      if (round >= WARM_UP) taken[index]!.push(performance.now() - began);
    }
  }
  return taken.map((each) => ({ p50: median(each), p99: percentile(each, 0.99) }));
}
