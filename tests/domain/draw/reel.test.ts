import { describe, expect, test } from "vitest";
import { drumOf, inSight, PACES, spinTo } from "#app/domain/draw/reel.ts";

const SIZES = Array.from({ length: 24 }, (_, index) => index + 2);
const SEEDS = ["8jw3pkx2aq 1", "8jw3pkx2aq 2", "zzxq92mnfd 1", "a", "Сталкер"];

function candidates(count: number) {
  return Array.from({ length: count }, (_, index) => ({ position: index + 1 }));
}

describe.each(SIZES)("with %i candidates", (count) => {
  test.each(SEEDS)("the drum comes to rest on whoever won (%s)", (seed) => {
    const drum = drumOf(candidates(count), seed);
    for (const { position } of candidates(count)) {
      const { steps, pace } = spinTo(drum, position, seed);
      expect(drum[steps % drum.length]!.position).toBe(position);
      expect(steps).toBeGreaterThanOrEqual(36);
      expect(steps).toBeLessThan(36 + drum.length);
      expect([0, 1, 2]).toContain(pace);
    }
  });

  test.each(SEEDS)("everyone is on it equally often, and nobody beside themselves (%s)", (seed) => {
    const drum = drumOf(candidates(count), seed);
    expect(drum.length).toBeGreaterThanOrEqual(12);
    expect(drum.length).toBeLessThanOrEqual(25);
    const times = candidates(count).map((each) => drum.filter(({ position }) => position === each.position));
    expect(new Set(times.map(({ length }) => length)).size).toBe(1);
    const beside = drum.filter((each, index) => each === drum[(index + 1) % drum.length]);
    expect(beside).toEqual([]);
  });
});

test.each([5, 8, 11, 25])("of %i candidates none comes again after one other", (count) => {
  for (const seed of SEEDS) {
    const drum = drumOf(candidates(count), seed);
    expect(drum.filter((each, index) => each === drum[(index + 2) % drum.length])).toEqual([]);
  }
});

test("those that look alike are kept apart, and where that cannot be the drum is whole all the same", () => {
  const alike = (one: { position: number }, other: { position: number }) =>
    one.position % 6 === other.position % 6;
  for (const seed of SEEDS) {
    const drum = drumOf(candidates(13), seed, alike);
    expect(drum.filter((each, index) => alike(each, drum[(index + 1) % drum.length]!))).toEqual([]);
    expect(drumOf(candidates(13), seed, () => true)).toHaveLength(13);
  }
});

test("the same draw always looks the same, another one does not", () => {
  const films = candidates(12);
  const looks = SEEDS.map((seed) => drumOf(films, seed).map(({ position }) => position));
  expect(drumOf(films, SEEDS[0]!).map(({ position }) => position)).toEqual(looks[0]);
  expect(new Set(looks.map(String)).size).toBe(SEEDS.length);
});

test("without candidates there are no frames", () => {
  expect(drumOf([], "x")).toEqual([]);
});

test("the order does not tell the winner: it is made without knowing who won", () => {
  const drum = drumOf(candidates(9), "one draw");
  const rests = candidates(9).map(({ position }) => spinTo(drum, position, "one draw").steps % drum.length);
  expect(new Set(rests).size).toBe(9);
});

test("every manner of coming to rest occurs", () => {
  const drum = drumOf(candidates(5), "x");
  const paces = Array.from({ length: 60 }, (_, index) => spinTo(drum, 3, `seed ${index}`).pace);
  expect(new Set(paces).size).toBe(PACES);
});

test("a winner who does not take part is a fault of the caller", () => {
  expect(() => spinTo(drumOf(candidates(3), "x"), 4, "x")).toThrow(RangeError);
});

test("only the front of the drum can be seen", () => {
  const drum = drumOf(candidates(12), "x");
  expect(inSight(drum, 0)).toEqual([0, 1, 2, 3, 9, 10, 11]);
  expect(inSight(drum, 11)).toEqual([0, 1, 2, 8, 9, 10, 11]);
});

// Two releases run at once during every deploy, and people who watch together may be served by either.
describe("the drum that every release shows", () => {
  test.each([
    [3, "8jw3pkx2aq 1", "3 1 2 1 3 2 1 3 2 1 3 2"],
    [3, "zzxq92mnfd 1", "1 3 2 1 3 2 3 1 2 1 3 2"],
    [4, "8jw3pkx2aq 1", "3 4 2 1 3 4 2 1 2 3 1 4"],
    [4, "zzxq92mnfd 1", "3 4 2 1 3 4 2 1 4 3 2 1"],
    [5, "8jw3pkx2aq 1", "1 4 2 5 3 1 5 2 4 3 1 4 2 5 3"],
    [5, "zzxq92mnfd 1", "5 3 1 2 4 5 3 1 2 4 5 3 1 2 4"],
    [13, "8jw3pkx2aq 1", "7 9 3 2 1 10 6 13 5 8 12 11 4"],
  ])("of %i candidates for %s", (count, seed, positions) => {
    const drum = drumOf(candidates(count), seed);
    expect(drum.map(({ position }) => position).join(" ")).toBe(positions);
  });

  test("is the first of those that are equally good", () => {
    const drum = drumOf(candidates(13), "8jw3pkx2aq 1", () => true);
    expect(drum.map(({ position }) => position).join(" ")).toBe("7 9 3 2 1 10 6 13 5 8 12 11 4");
  });
});

test("the first good order is taken, and when there is none 60 of them are looked at", () => {
  const looks = (alike: boolean) => {
    let count = 0;
    drumOf(candidates(13), "x", () => {
      count += 1;
      return alike;
    });
    return count / 13;
  };
  expect(looks(false)).toBe(1);
  expect(looks(true)).toBe(60);
});
