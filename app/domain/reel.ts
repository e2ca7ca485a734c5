import { fnv1a } from "./fnv.ts";

/** Fewer frames than this would make the drum of film too narrow. */
const FRAMES_MIN = 12;
/** How far the drum turns at least: far enough that nobody can count along. */
const STEPS_MIN = 36;
/** How it comes to rest: plainly, a little too far and back, or crawling over the last edge. */
export const PACES = 3;

/** How the drum turns: by how many frames until it rests on the winner, and in which manner. */
export type Spin = { steps: number; pace: number };

type Placed = { position: number };

/**
 * The frames around the drum, in an order that looks like chance but is the same wherever `seed` is the same. Every
 * candidate is there equally often, and never beside itself unless it is alone. No candidates, no frames.
 */
export function drumOf<T extends Placed>(candidates: readonly T[], seed: string): T[] {
  if (candidates.length === 0) return [];
  const laps = Math.ceil(FRAMES_MIN / candidates.length);
  const random = numbersFrom(seed);
  const drum = shuffled(candidates, random);
  for (let lap = 1; lap < laps; lap++) drum.push(...nextLap(candidates, drum, random));
  return drum;
}

/** How the drum turns from its first frame to one of the winner's. Throws RangeError when the winner is not on it. */
export function spinTo(drum: readonly Placed[], winner: number, seed: string): Spin {
  const random = numbersFrom(`${seed} spin`);
  const stops = drum.flatMap(({ position }, index) => (position === winner ? [index] : []));
  const stop = stops[random(stops.length)];
  if (stop === undefined) throw new RangeError(`position ${winner} is not on the drum`);
  const turns = Math.ceil((STEPS_MIN - stop) / drum.length);
  return { steps: stop + turns * drum.length, pace: random(PACES) };
}

/** Which frames can be seen from the front when this one is there: a quarter of the drum to either side. */
export function inSight(drum: readonly unknown[], front: number): number[] {
  const { length } = drum;
  return drum.flatMap((_, index) => {
    const away = (((index - front) % length) + length) % length;
    return Math.min(away, length - away) <= length / 4 ? [index] : [];
  });
}

/** Another lap in another order, unless a candidate would come to stand beside itself. */
function nextLap<T extends Placed>(
  candidates: readonly T[],
  before: readonly T[],
  random: (below: number) => number,
): T[] {
  const lap = shuffled(candidates, random);
  const touches = lap[0] === before.at(-1) || lap.at(-1) === before[0];
  return touches ? before.slice(0, candidates.length) : lap;
}

function shuffled<T>(items: readonly T[], random: (below: number) => number): T[] {
  const order = [...items];
  for (let index = order.length - 1; index > 0; index--) {
    const other = random(index + 1);
    [order[index], order[other]] = [order[other]!, order[index]!];
  }
  return order;
}

/** Numbers that only look random (Mulberry32): nothing is decided by them, the winner is known by now. */
function numbersFrom(seed: string): (below: number) => number {
  let state = fnv1a(seed);
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
