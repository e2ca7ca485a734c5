import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  decideWinner,
  fromHex,
  isDrawable,
  listText,
  totalWeight,
  toHex,
  type Candidate,
} from "#app/domain/draw/draw.ts";
import { readDrawNumber } from "#app/domain/draw/draw-input.ts";
import { fileNameOf, readEvening } from "#app/domain/lottery/evening.ts";
import { pageOf, parseCursor } from "#app/domain/library/library.ts";
import { isLive, replaces, withMessage } from "#app/domain/live.ts";
import {
  candidatesOf,
  type Commitment,
  type Draw,
  type Entry,
  type Lottery,
} from "#app/domain/lottery/lottery.ts";
import { distinctMovies, repeats } from "#app/domain/film/movie.ts";
import { MOTIFS, PALETTES, posterDesign } from "#app/domain/posters/poster-design.ts";
import { billboard, languageOfWords, shortList } from "#app/domain/lottery/link-card.ts";
import { opensslCheck, pythonCheck } from "#app/domain/draw/proof.ts";
import { drumOf, inSight, spinTo } from "#app/domain/draw/reel.ts";
import { entryAt, obstacleTo, remainsOf, winnerOf } from "#app/domain/draw/remains.ts";
import { retryWaitMs } from "#app/domain/retry-wait.ts";
import { REEL_MS, REVEAL_DELAY_MS, revealAt } from "#app/domain/draw/reveal-time.ts";
import { drumMeasures } from "#app/ui/lottery/reveal/drum.tsx";
import { drawStateOf } from "#app/ui/lottery/reveal/draw-state.ts";
import { galleryMeasures } from "#app/routes/l.$id/reveal/tv-view.tsx";

/*
 * What constraints and forms keep out, and a restored backup may bring all the same: no films or too many, positions
 * twice or with gaps, weights that are none, winners that are nobody, everybody left out, times that are none.
 */
const numbers = fc.oneof(
  fc.integer({ min: -1, max: 30 }),
  fc.constantFrom(0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, Number.MAX_SAFE_INTEGER),
);
const times = fc.oneof(
  fc.date({ noInvalidDate: false }),
  fc.constantFrom(new Date(8.64e15), new Date(-8.64e15), new Date(Number.NaN)),
);
const titles = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom("", " ", "a".repeat(30_000)),
);

const entries: fc.Arbitrary<Entry[]> = fc.array(
  fc.record({
    position: numbers,
    id: fc.string({ maxLength: 3 }),
    title: titles,
    year: fc.option(numbers, { nil: null }),
    posterUrl: fc.constant(null),
    weight: fc.oneof({ weight: 5, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: numbers }),
  }),
  { maxLength: 40 },
);

const commitments: fc.Arbitrary<Commitment> = fc.record({
  number: numbers,
  seedHash: fc.string({ maxLength: 4 }),
  listHash: fc.string({ maxLength: 4 }),
  intact: fc.boolean(),
  leftOut: fc.oneof(
    fc.array(numbers, { maxLength: 30 }),
    fc.constant(Array.from({ length: 60 }, (_, i) => i - 10)),
  ),
  reason: fc.string({ maxLength: 5 }),
  renewedAt: fc.option(numbers, { nil: null }),
});

const draws: fc.Arbitrary<Draw> = fc.record({
  number: numbers,
  winner: numbers,
  drawnAt: times,
  word: fc.string({ maxLength: 5 }),
  commitment: fc.option(commitments, { nil: null }),
  unproven: fc.constantFrom("older", "lost", null),
});

const lotteries: fc.Arbitrary<Lottery> = fc
  .record({
    id: fc.string({ maxLength: 12 }),
    clubId: fc.string({ maxLength: 3 }),
    name: fc.option(titles, { nil: null }),
    createdAt: times,
    entries,
    draws: fc.array(draws, { maxLength: 5 }),
    facts: fc.constant({}),
    olderDraws: numbers,
    open: fc.option(commitments, { nil: null }),
    hat: fc.constant(null),
  })
  .map((lottery) => ({ ...lottery, draw: lottery.draws.at(-1) ?? null }));

/** Holds a property to many values, the same ones each time. */
function always<T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => void): void {
  fc.assert(fc.property(arbitrary, holds), { numRuns: 1_000, seed: 20261124 });
}

/** What it throws; null when it throws nothing. */
async function thrownBy(work: () => unknown): Promise<unknown> {
  try {
    await work();
    return null;
  } catch (error) {
    return error;
  }
}

test("a drum has the frames that a candidate list gives, and none without candidates", () => {
  always(fc.tuple(entries, fc.string()), ([some, seed]) => {
    const drum = drumOf(some, seed);
    expect(drum.length % Math.max(1, some.length)).toBe(0);
    expect(drum.length).toBeLessThan(Math.max(12, some.length) + Math.max(12, some.length));
    expect(drum.length === 0).toBe(some.length === 0);
  });
});

test("a drum turns to a frame of the winner, or there is a RangeError", async () => {
  await fc.assert(
    fc.asyncProperty(entries, numbers, fc.string(), async (some, winner, seed) => {
      const drum = drumOf(some, seed);
      const error = await thrownBy(() => {
        const { steps } = spinTo(drum, winner, seed);
        expect(drum[steps % drum.length]?.position).toBe(winner);
      });
      const isThere = drum.some(({ position }) => position === winner);
      expect(isThere ? error : error instanceof RangeError).toBe(isThere ? null : true);
      expect(inSight(drum, winner).length).toBeLessThanOrEqual(drum.length);
    }),
    { numRuns: 500, seed: 20261124 },
  );
});

test("everything that a page works out of a lottery is a finite number, or nothing", () => {
  always(lotteries, (lottery) => {
    const drawState = drawStateOf(lottery);
    const measures = { ...drumMeasures(drawState), ...galleryMeasures(drawState) };
    for (const [name, value] of Object.entries(measures))
      expect(Number.isFinite(Number.parseFloat(String(value))), `${name} is ${value}`).toBe(true);
    const result = drawState.result && drawState.drum[drawState.result.spin.steps % drawState.drum.length];
    expect(result?.position).toBe(drawState.result?.winner.position);
  });
});

test("what is left of a lottery always has a name, and only a whole list is drawn from", () => {
  always(lotteries, (lottery) => {
    const { entries: some, open } = lottery;
    expect(remainsOf(lottery) === "lost").toBe(some.length === 0);
    const bound = open ?? { intact: true, leftOut: [] };
    const obstacle = obstacleTo(bound, some);
    expect(obstacle === "lost").toBe(some.length === 0);
    const whole = bound.intact && isDrawable(candidatesOf(some, bound));
    expect(obstacle !== null || whole).toBe(true);
    const winner = winnerOf(lottery);
    expect(winner).toBe(lottery.draw && entryAt(some, lottery.draw.winner));
  });
});

test("a draw ends with one of the candidates, or there is a RangeError", async () => {
  const terms = { lotteryId: "23456789ab", number: 1, listHash: "ab", wordHash: "cd" };
  const hmacs = fc.uint8Array({ minLength: 0, maxLength: 32 });
  await fc.assert(
    fc.asyncProperty(entries, hmacs, async (candidates, bytes) => {
      const error = await thrownBy(async () => {
        const { winner, ticket } = await decideWinner(candidates, terms, () => bytes);
        expect(candidates).toContain(winner);
        expect(ticket < totalWeight(candidates)).toBe(true);
      });
      expect(error === null || error instanceof RangeError).toBe(true);
      expect(error !== null || isDrawable(candidates)).toBe(true);
    }),
    { numRuns: 1_000, seed: 20261124 },
  );
});

test("an HMAC that never brings a number that can be used is a RangeError in the end", async () => {
  const three: Candidate[] = [1, 2, 3].map((position) => ({
    position,
    id: "",
    title: "",
    year: null,
    weight: 1,
  }));
  const terms = { lotteryId: "", number: 1, listHash: "", wordHash: "" };
  const broken = () => new Uint8Array(32).fill(255);
  await expect(decideWinner(three, terms, broken)).rejects.toThrow(RangeError);
});

test("so many candidates that no number would be fair are not drawable", () => {
  const many = Array.from({ length: 2_048 }, (_, position) => ({
    position,
    id: "",
    title: "",
    year: null,
    weight: Number.MAX_SAFE_INTEGER,
  }));
  expect(isDrawable(many)).toBe(false);
  expect(() => totalWeight(many)).toThrow(RangeError);
});

test("the texts of a proof have a line for each candidate, whatever stands in titles", () => {
  always(entries, (candidates) => {
    expect(listText(candidates).split("\n")).toHaveLength(candidates.length + 2);
    const terms = { lotteryId: "a", number: 1, listHash: "b", wordHash: "c" };
    const proof = { terms, seedHash: "", seed: "00", word: "", candidates };
    expect(pythonCheck(proof)).toContain("movie-lottery list v1");
    expect(opensslCheck(proof, 0)).toContain("hexkey:00");
  });
});

test("a reveal starts within its time, or is over", () => {
  always(fc.tuple(times, times), ([drawnAt, now]) => {
    const startsIn = revealAt(drawnAt, now);
    if (startsIn === null) return;
    expect(startsIn).toBeGreaterThanOrEqual(-REEL_MS);
    expect(startsIn).toBeLessThanOrEqual(REVEAL_DELAY_MS);
  });
});

test("live messages never take a page back", () => {
  const made = fc.record({
    number: numbers,
    winner: numbers,
    drawnAt: fc.constantFrom("infinity", "2026-11-24"),
  });
  const messages = fc.record({
    draw: fc.option(made, { nil: null }),
    open: fc.option(commitments, { nil: null }),
  });
  always(fc.tuple(lotteries, messages, times), ([lottery, told, now]) => {
    const after = withMessage(lottery, told);
    expect(after.draws.length - lottery.draws.length).toBe(after.draw === lottery.draw ? 0 : 1);
    expect(typeof isLive(after, now.getTime())).toBe("boolean");
    expect(told.open !== null && replaces(told.open, told.open)).toBe(false);
  });
});

test("lists of films are cut, counted and told apart, also none and too many", () => {
  always(fc.tuple(entries, fc.nat(30)), ([films, count]) => {
    const { posters, more } = billboard(films);
    expect(posters.length + more).toBe(films.length);
    expect(shortList(films).more).toBeLessThan(Math.max(1, films.length));
    expect(["en", "ru"]).toContain(languageOfWords({ name: null, entries: films }));
    expect(distinctMovies(films, count).length).toBeLessThanOrEqual(count);
    expect(repeats(films)).toHaveLength(films.length);
    for (const film of films) {
      const { palette, motif } = posterDesign(film);
      expect([palette < PALETTES, motif < MOTIFS]).toEqual([true, true]);
    }
  });
});

test("a title of a hundred thousand words has a poster", () => {
  expect(posterDesign({ title: "ab ".repeat(200_000), year: null }).type).toBe("xs");
});

test("what stands in a link is read, or is nothing", () => {
  const link = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."0123456789-:TZ.e") }));
  always(fc.tuple(link, link, times), ([one, other, now]) => {
    const number = readDrawNumber(one);
    expect(number === null || (number >= 1 && number <= 9_999)).toBe(true);
    const cursor = parseCursor(one);
    expect(Number.isNaN(cursor?.at.getTime())).toBe(false);
    const { evening, problems } = readEvening({ date: one, time: other }, now.getTime());
    expect([evening, problems].filter(Boolean)).toHaveLength(1);
    expect(fileNameOf(one)).not.toBe("");
  });
});

test("pages are cut, however many rows came", () => {
  const row = fc.record({ at: times, id: fc.string({ maxLength: 3 }) });
  always(fc.tuple(fc.array(row, { maxLength: 30 }), fc.nat(25)), ([rows, size]) => {
    const page = pageOf(rows, size, (last) => last);
    expect(page.items.length).toBeLessThanOrEqual(size);
  });
});

test("waits are finite, and bytes are hex", () => {
  always(fc.tuple(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true })), ([failure, luck]) => {
    expect(retryWaitMs(failure, luck)).toBeLessThan(60_000);
  });
  always(fc.tuple(fc.uint8Array(), fc.string()), ([bytes, text]) => {
    expect(fromHex(toHex(bytes))).toEqual(bytes);
    expect(fromHex(text).length).toBeLessThanOrEqual(text.length / 2);
  });
});
