import { createHash, createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  decideWinner,
  drawMessage,
  fromHex,
  isDrawable,
  listText,
  toHex,
  totalWeight,
  type Candidate,
  type Hmac,
} from "#app/domain/draw/draw.ts";
import { ENTRIES_MAX, ENTRIES_MIN } from "#app/domain/lottery/lottery.ts";

const id = (position: number) => `6f1c2c1e-0000-4000-8000-${String(position).padStart(12, "0")}`;
const candidate = (position: number, title: string, year: number | null = null, weight = 1): Candidate => ({
  position,
  id: id(position),
  title,
  year,
  weight,
});
const FILMS = [
  candidate(1, "Солярис", 1972),
  candidate(2, "Blade Runner", 1982),
  candidate(3, "Летят журавли 🕊", null, 2),
];
const films = (count: number) =>
  Array.from({ length: count }, (_, index) => candidate(index + 1, `Ёлки ${index + 1}`));
const counts = Array.from({ length: ENTRIES_MAX - ENTRIES_MIN + 1 }, (_, index) => ENTRIES_MIN + index);

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const under =
  (seed: Uint8Array): Hmac =>
  (message) =>
    createHmac("sha256", seed).update(message).digest();
const terms = { lotteryId: "23456789ab", number: 1, listHash: "ab", wordHash: "cd" };

/** An "HMAC" whose first eight bytes are these numbers, one after the other. */
function yielding(...numbers: bigint[]): Hmac {
  return () => {
    const next = numbers.shift();
    if (next === undefined) throw new Error("asked for more numbers than expected");
    return fromHex(next.toString(16).padStart(16, "0"));
  };
}

describe("the texts that are hashed", () => {
  test("the list, line by line", () => {
    expect(listText(FILMS)).toBe(
      `movie-lottery list v1\n1 ${id(1)} 1 1972 Солярис\n2 ${id(2)} 1 1982 Blade Runner\n3 ${id(3)} 2 - Летят журавли 🕊\n`,
    );
  });

  test("the list does not depend on the order in which it came", () => {
    expect(listText(FILMS.toReversed())).toBe(listText(FILMS));
  });

  test("a title cannot forge a line", () => {
    const forged = [candidate(1, `Her\n2 ${id(2)} 1 - Ran`)];
    expect(listText(forged)).not.toBe(listText([candidate(1, "Her"), candidate(2, "Ran")]));
    expect(listText([candidate(1, "a\\nb")])).not.toBe(listText([candidate(1, "a\nb")]));
  });

  test("the message of a try", () => {
    expect(drawMessage(terms, 3)).toBe(
      "movie-lottery draw v1\nlottery 23456789ab\ndraw 1\nlist ab\nword cd\ncounter 3",
    );
  });
});

// Computed with Python's hashlib and hmac, not with this program.
describe("golden vectors", () => {
  const counting = Array.from({ length: 32 }, (_, index) => index.toString(16).padStart(2, "0")).join("");
  test.each([
    ["00".repeat(32), "", 1, 16013217849675440012n, 0n, 1],
    ["00".repeat(32), "", 2, 6400014310515155709n, 1n, 2],
    [counting, "попкорн", 1, 5831712168276247020n, 0n, 1],
    [counting, "попкорн", 2, 11597108880781130415n, 3n, 3],
    ["ff".repeat(32), "🍿 popcorn", 1, 10773218831298699458n, 2n, 3],
    ["ff".repeat(32), "🍿 popcorn", 2, 13888430165230396589n, 1n, 2],
  ])("seed %s, word “%s”, draw %i", async (seed, word, drawNumber, number, ticket, position) => {
    const listHash = sha256(listText(FILMS));
    expect(listHash).toBe("01f397bcf3b6569343db909527f6cbad7aff52b2dab261588bc0ca91a472577e");
    const exact = { lotteryId: "23456789ab", number: drawNumber, listHash, wordHash: sha256(word) };
    const decided = await decideWinner(FILMS, exact, under(fromHex(seed)));
    expect(decided.winner.position).toBe(position);
    expect(decided.ticket).toBe(ticket);
    const hmac = createHmac("sha256", Buffer.from(seed, "hex")).update(drawMessage(exact, 0)).digest("hex");
    expect(decided.tries).toEqual([{ message: drawMessage(exact, 0), hmac, number, used: true }]);
  });
});

describe("what decides a draw", () => {
  const seed = fromHex("5e".repeat(32));
  const numberOf = async (change: Partial<typeof terms>) =>
    (await decideWinner(films(25), { ...terms, ...change }, under(seed))).tries[0]!.number;

  test("lottery, number, list and word each change the number", async () => {
    const numbers = await Promise.all([
      numberOf({}),
      numberOf({ lotteryId: "23456789ac" }),
      numberOf({ number: 2 }),
      numberOf({ listHash: "ac" }),
      numberOf({ wordHash: "ce" }),
    ]);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test("posters and the order of arrival change nothing", async () => {
    const withPosters = films(7).map((each) => ({ ...each, posterUrl: "https://example.org/p.jpg" }));
    const one = await decideWinner(films(7), terms, under(seed));
    const other = await decideWinner(withPosters.toReversed(), terms, under(seed));
    expect(other.winner.position).toBe(one.winner.position);
    expect(other.tries).toEqual(one.tries);
  });
});

describe("numbers that would favour the first candidates are thrown away", () => {
  test.each(counts)("of %i candidates", async (count) => {
    const size = BigInt(count);
    const firstUnfair = 2n ** 64n - (2n ** 64n % size);
    const position = async (...numbers: bigint[]) =>
      (await decideWinner(films(count), terms, yielding(...numbers))).winner.position;
    expect(await position(firstUnfair - 1n)).toBe(count);
    expect(await position(0n)).toBe(1);
    const last = 2n ** 64n - 1n;
    const unfair = firstUnfair <= last ? [firstUnfair, last] : [];
    // A power of two divides the range: no number is unfair.
    expect(unfair).toHaveLength(Number.isInteger(Math.log2(count)) ? 0 : 2);
    expect(await position(...unfair, 1n)).toBe(2);
  });

  test("and the next try counts on", async () => {
    const { tries } = await decideWinner(films(3), terms, yielding(2n ** 64n - 1n, 4n));
    expect(tries).toEqual([
      { message: drawMessage(terms, 0), hmac: "f".repeat(16), number: 2n ** 64n - 1n, used: false },
      { message: drawMessage(terms, 1), hmac: "0000000000000004", number: 4n, used: true },
    ]);
  });
});

describe("weights", () => {
  test("each candidate holds as many tickets as it weighs", async () => {
    const weighted = [
      candidate(1, "Alien", 1979, 3),
      candidate(2, "Her", 2013, 1),
      candidate(4, "Ran", 1985, 2),
    ];
    const holders = await Promise.all(
      [0n, 1n, 2n, 3n, 4n, 5n].map(
        async (ticket) => (await decideWinner(weighted, terms, yielding(ticket))).winner.position,
      ),
    );
    expect(holders).toEqual([1, 1, 1, 2, 4, 4]);
    expect(totalWeight(weighted)).toBe(6n);
  });

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("%d is no weight", async (weight) => {
    const wrong = [candidate(1, "Alien", 1979), candidate(2, "Her", 2013, weight)];
    await expect(decideWinner(wrong, terms, yielding(0n))).rejects.toThrow(RangeError);
  });

  test("nothing is drawn from nothing", async () => {
    await expect(decideWinner([], terms, yielding(0n))).rejects.toThrow(RangeError);
  });
});

test.each(counts)("every one of %i candidates can win", async (count) => {
  const winners = new Set<number>();
  for (let word = 0; winners.size < count && word < 2_000; word++) {
    const wordHash = sha256(String(word));
    const { winner } = await decideWinner(
      films(count),
      { ...terms, wordHash },
      under(fromHex("a7".repeat(32))),
    );
    winners.add(winner.position);
  }
  expect(winners.size).toBe(count);
});

test.each([
  [2, "one ticket each", () => 1],
  [3, "one ticket each", () => 1],
  [7, "one ticket each", () => 1],
  [24, "one ticket each", () => 1],
  [25, "one ticket each", () => 1],
  [3, "1, 2 and 3 tickets", (position: number) => position],
  [25, "two tickets, and every other one of them one", (position: number) => 1 + (position % 2)],
])("wins are spread over %i candidates by %s", async (count, _, tickets) => {
  const draws = 20_000;
  const list = films(count).map((film) => ({ ...film, weight: tickets(film.position) }));
  const total = Number(totalWeight(list));
  const hmac = under(fromHex("20261123".repeat(8)));
  const wins = Array.from({ length: count }, () => 0);
  for (let draw = 0; draw < draws; draw++) {
    const { winner } = await decideWinner(list, { ...terms, wordHash: String(draw) }, hmac);
    wins[winner.position - 1]! += 1;
  }
  const chiSquare = wins.reduce((sum, observed, index) => {
    const expected = (draws * tickets(index + 1)) / total;
    return sum + (observed - expected) ** 2 / expected;
  }, 0);
  // Exceeded once in a thousand fair runs (Wilson and Hilferty's approximation); seed and words here are fixed.
  const freedom = count - 1;
  const limit = freedom * (1 - 2 / (9 * freedom) + 3.09 * Math.sqrt(2 / (9 * freedom))) ** 3;
  expect(chiSquare).toBeLessThan(limit);
});

test("hex goes there and back", () => {
  expect(toHex(fromHex("00ff10ab"))).toBe("00ff10ab");
});

test("hex of nothing is nothing", () => expect(fromHex("")).toHaveLength(0));

test("a broken HMAC is given up after 256 tries", async () => {
  const asked: string[] = [];
  const broken: Hmac = (message) => {
    asked.push(message);
    return fromHex("f".repeat(16));
  };
  await expect(decideWinner(films(3), terms, broken)).rejects.toThrow(RangeError);
  expect(asked).toHaveLength(256);
});

test.each([
  [0, false],
  [1, true],
  [1_000, true],
  [1_001, false],
])("of %i candidates a draw can be made: %s", (count, can) => {
  expect(isDrawable(Array.from({ length: count }, () => ({ weight: 1 })))).toBe(can);
});
