const RANGE = 2n ** 64n;

/**
 * A uniform index below `count`, by rejection sampling: numbers that would favour the first entries are thrown away.
 * `nextUint64` yields independent uniform numbers from 0 to 2^64 − 1. Throws RangeError unless count ≥ 1.
 * See Lemire, "Fast Random Integer Generation in an Interval", 2019, §2 (the classic method).
 */
export function uniformIndex(count: number, nextUint64: () => bigint): number {
  if (!Number.isInteger(count) || count < 1) throw new RangeError("nothing to draw from");
  const size = BigInt(count);
  const fair = RANGE - (RANGE % size);
  for (;;) {
    const number = nextUint64();
    if (number < fair) return Number(number % size);
  }
}
