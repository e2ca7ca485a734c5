import { fnv1a } from "../fnv.ts";

/** Fewer frames than this would make the drum of film too narrow. */
const FRAMES_MIN = 12;
/** How far the drum turns at least, so that nobody can count along. */
const STEPS_MIN = 36;
/** So many orders of the drum are tried. */
const ORDERS_MAX = 60;
/** How it stops: plainly; a little too far and then back; or slowly over the last edge. */
export const PACES = 3;

/** How the drum turns: by how many frames until it rests on the winner, and in which manner. */
export type Spin = { steps: number; pace: number };

type Placed = { position: number };

/**
 * The frames around the drum, in an order that looks random but is the same wherever `seed` is the same. Every
 * candidate appears equally often, and never next to itself unless it is the only one, nor, where an order can be found,
 * next to one that looks alike. Without candidates there are no frames.
 */
export function drumOf<T extends Placed>(
  candidates: readonly T[],
  seed: string,
  alike: (one: T, other: T) => boolean = () => false,
): T[] {
  if (candidates.length === 0) return [];
  const random = numbersFrom(seed);
  let best = { drum: lapsOf(candidates, random), faults: Infinity };
  for (let tries = 0; tries < ORDERS_MAX && best.faults > 0; tries++) {
    const drum = tries === 0 ? best.drum : lapsOf(candidates, random);
    const faults = faultsOf(drum, candidates.length, alike);
    if (faults < best.faults) best = { drum, faults };
  }
  return best.drum;
}

function lapsOf<T extends Placed>(candidates: readonly T[], random: (below: number) => number): T[] {
  const laps = Math.ceil(FRAMES_MIN / candidates.length);
  const drum = shuffled(candidates, random);
  for (let lap = 1; lap < laps; lap++) drum.push(...nextLap(candidates, drum, random));
  return drum;
}

/** Neighbours around the drum that look alike, and, which is less of a fault, the same one twice with one between. */
function faultsOf<T>(drum: readonly T[], different: number, alike: (one: T, other: T) => boolean): number {
  let faults = 0;
  for (const [index, each] of drum.entries()) {
    const [next, afterNext] = [1, 2].map((step) => drum[(index + step) % drum.length]!);
    if (alike(each, next!)) faults += drum.length;
    if (different > 4 && each === afterNext) faults++;
  }
  return faults;
}

/** How far the drum turns from its first frame to one that shows the winner. Throws RangeError when no frame does. */
export function spinTo(drum: readonly Placed[], winner: number, seed: string): Spin {
  const random = numbersFrom(`${seed} spin`);
  const stops = drum.flatMap(({ position }, index) => (position === winner ? [index] : []));
  const stop = stops[random(stops.length)];
  if (stop === undefined) throw new RangeError(`position ${winner} is not on the drum`);
  const turns = Math.ceil((STEPS_MIN - stop) / drum.length);
  return { steps: stop + turns * drum.length, pace: random(PACES) };
}

/** Which frames can be seen when this one is in front: a quarter of the drum on either side. */
export function inSight(drum: readonly unknown[], front: number): number[] {
  const { length } = drum;
  return drum.flatMap((_, index) => {
    const away = (((index - front) % length) + length) % length;
    return Math.min(away, length - away) <= length / 4 ? [index] : [];
  });
}

/** Another round in another order, unless a candidate would stand next to itself. */
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

/** Numbers that only look random (Mulberry32). They decide nothing: the winner is known already. */
function numbersFrom(seed: string): (below: number) => number {
  let state = fnv1a(seed);
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
