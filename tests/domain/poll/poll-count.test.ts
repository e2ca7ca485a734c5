import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countPoll, votesOf, type Count, type DrawLot, type Pile } from "#app/domain/poll/poll-count.ts";
import { METHODS, type Method } from "#app/domain/poll/poll-method.ts";

const numberOf = (letter: string) => letter.charCodeAt(0) - "A".charCodeAt(0) + 1;
const letterOf = (number: number) => String.fromCharCode("A".charCodeAt(0) + number - 1);

/** Ballots as the literature writes them: `8: A B C` are eight that put A before B before C. */
function pilesOf(lines: readonly string[]): Pile[] {
  return lines.map((line) => {
    const [count, order = ""] = line.split(":");
    return { choices: [...order.replaceAll(" ", "")].map(numberOf), count: Number(count) };
  });
}

/** For counts that need no draw. */
const noLot: DrawLot = (round) => Promise.reject(new Error(`round ${round} needs a draw`));
const firstOf: DrawLot = (_, among) => Promise.resolve(among[0]!);

function counted(method: Method, letters: string, lines: readonly string[], draw = noLot): Promise<Count> {
  return countPoll({ method, films: [...letters].map(numberOf), piles: pilesOf(lines) }, draw);
}

/** Each round as `A 8, B 5; out C`. */
function said({ rounds }: Count): string[] {
  return rounds.map(({ votes, out }) => {
    const counts = votes.map(({ position, votes: count }) => `${letterOf(position)} ${count}`).join(", ");
    return out.length > 0 ? `${counts}; out ${out.map(letterOf).join(" ")}` : counts;
  });
}

const winnerOf = ({ winner }: Count) => winner && letterOf(winner);

/** Memphis, Nashville, Chattanooga and Knoxville: the example of Wikipedia's articles on voting systems. */
const TENNESSEE = ["42: M N C K", "26: N C K M", "15: C K N M", "17: K C N M"];

describe("the capital of Tennessee", () => {
  test("by one vote each is Memphis (Wikipedia, “Plurality voting”)", async () => {
    const first = TENNESSEE.map((line) => line.slice(0, "42: M".length));
    const count = await counted("one", "MNCK", first);
    expect(said(count)).toEqual(["M 42, N 26, K 17, C 15"]);
    expect([count.ballots, winnerOf(count)]).toEqual([100, "M"]);
  });

  test("by approval of the two nearest cities is Nashville (Wikipedia, “Approval voting”)", async () => {
    const count = await counted("approval", "MNCK", ["42: M N", "26: N C", "15: C K", "17: K C"]);
    expect(said(count)).toEqual(["N 68, C 58, M 42, K 32"]);
    expect(winnerOf(count)).toBe("N");
  });

  test("by run-off is Knoxville (Wikipedia, “Instant-runoff voting”)", async () => {
    const count = await counted("ranked", "MNCK", TENNESSEE);
    expect(said(count)).toEqual(["M 42, N 26, K 17, C 15; out C", "M 42, K 32, N 26; out N", "K 58, M 42"]);
    expect(winnerOf(count)).toBe("K");
  });
});

test("Burlington's mayor of 2009: Kiss wins, though Wright led (rangevoting.org, “Burlington Vermont 2009 IRV mayor election”)", async () => {
  // Its last three: Kiss, Montroll and Wright. Ballots that name none of the last two are exhausted.
  const count = await counted("ranked", "KMW", [
    "1332: M K W",
    "767: M W K",
    "455: M",
    "2043: K M W",
    "371: K W M",
    "568: K",
    "1513: W M K",
    "495: W K M",
    "1289: W",
  ]);
  expect(said(count)).toEqual(["W 3297, K 2982, M 2554; out M", "K 4314, W 4064"]);
  expect(count.rounds.map(({ exhausted }) => exhausted)).toEqual([0, 455]);
  expect(winnerOf(count)).toBe("K");
});

describe("who goes when several are last", () => {
  test("all that nobody put first go together", async () => {
    const count = await counted("ranked", "ABCDE", ["3: A", "2: B C", "2: C B"], firstOf);
    expect(said(count)[0]).toBe("A 3, B 2, C 2, D 0, E 0; out D E");
  });

  test("the one goes that had fewer in the latest round in which they differed (as in Scotland's Local Government Elections Order 2007)", async () => {
    const lines = ["6: A", "5: B", "3: C B", "2: D C", "4: E B", "1: F D"];
    const count = await counted("ranked", "ABCDEF", lines);
    expect(said(count).slice(0, 3)).toEqual([
      "A 6, B 5, E 4, C 3, D 2, F 1; out F",
      "A 6, B 5, E 4, C 3, D 3; out D",
      "A 6, B 5, C 5, E 4; out E",
    ]);
  });

  test("all of them go when none could pass the next one", async () => {
    const count = await counted("ranked", "ABCD", ["5: A", "5: B", "2: C B", "2: D A"], firstOf);
    expect(said(count)[0]).toBe("A 5, B 5, C 2, D 2; out C D");
  });

  test("they do not all go when together they could draw level with the next one", async () => {
    const count = await counted("ranked", "ABCD", ["8: A", "4: B", "2: C B", "2: D A"], firstOf);
    expect(count.rounds[0]).toMatchObject({ out: [3], lot: { among: [3, 4], drawn: 3 } });
  });

  test("nor when a third one is as low, though it had more before", async () => {
    const lines = ["40: A", "40: B", "4: C", "4: D", "5: E", "1: F C", "1: F D"];
    const count = await counted("ranked", "ABCDEF", lines, firstOf);
    expect(said(count)[1]).toBe("A 40, B 40, C 5, D 5, E 5; out C");
    expect(count.rounds[1]!.lot).toEqual({ among: [3, 4], drawn: 3 });
  });

  test("else a draw decides, of the number of the round", async () => {
    const lots: [number, readonly number[]][] = [];
    const draw: DrawLot = async (round, among) => {
      lots.push([round, among]);
      return among.at(-1)!;
    };
    const count = await counted("ranked", "ABC", ["3: A", "2: B C", "2: C B"], draw);
    expect(said(count)).toEqual(["A 3, B 2, C 2; out C", "B 4, A 3"]);
    expect(lots).toEqual([[1, [2, 3]]]);
    expect(count.rounds[0]!.lot).toEqual({ among: [2, 3], drawn: 3 });
  });
});

describe("films that are all level", () => {
  test("are drawn from when two are left", async () => {
    const count = await counted("ranked", "AB", ["1: A B", "1: B A"], firstOf);
    expect([said(count), winnerOf(count)]).toEqual([["A 1, B 1"], "A"]);
    expect(count.rounds[0]!.lot).toEqual({ among: [1, 2], drawn: 1 });
  });

  test("are drawn from when no ballot says more", async () => {
    const count = await counted("ranked", "ABC", ["1: A", "1: B", "1: C"], firstOf);
    expect(count.rounds).toHaveLength(1);
    expect(count.rounds[0]!.lot?.among).toEqual([1, 2, 3]);
  });

  test("are drawn from when no ballot says more of those that are left", async () => {
    const count = await counted("ranked", "ABCD", ["2: A D", "2: B D", "2: C D", "1: D"], firstOf);
    expect(said(count)).toEqual(["A 2, B 2, C 2, D 1; out D", "A 2, B 2, C 2"]);
    expect(count.rounds[1]!.lot?.among).toEqual([1, 2, 3]);
  });

  test("are parted when a single ballot says more", async () => {
    const count = await counted("ranked", "ABC", ["1: A", "1: B", "1: C B"], (_, among) =>
      Promise.resolve(among.at(-1)!),
    );
    expect(said(count)).toEqual(["A 1, B 1, C 1; out C", "B 2, A 1"]);
  });

  test("are parted by second choices where there are some", async () => {
    const count = await counted("ranked", "ABC", ["1: A B", "1: B A", "1: C B"], (_, among) =>
      Promise.resolve(among.at(-1)!),
    );
    expect([said(count), winnerOf(count)]).toEqual([["A 1, B 1, C 1; out C", "B 2, A 1"], "B"]);
  });
});

test("ballots whose films have all gone count no more, and half of the others is enough", async () => {
  const count = await counted("ranked", "ABC", ["4: A", "3: B", "2: C"]);
  expect(said(count)).toEqual(["A 4, B 3, C 2; out C", "A 4, B 3"]);
  expect(count.rounds[1]!.exhausted).toBe(2);
});

test("exactly half of them is not enough", async () => {
  const count = await counted("ranked", "ABC", ["3: A", "2: B", "1: C B"], firstOf);
  expect(said(count)).toEqual(["A 3, B 2, C 1; out C", "A 3, B 3"]);
});

test("of several films with most votes one is drawn, in every method", async () => {
  for (const method of METHODS) {
    const count = await counted(method, "ABC", ["2: A", "2: C"], firstOf);
    expect([method, count.rounds.at(-1)!.lot?.among, count.winner]).toEqual([method, [1, 3], 1]);
  }
});

test("without a vote, or with votes for films that are gone, nothing wins", async () => {
  for (const method of METHODS) {
    expect(await counted(method, "AB", [])).toEqual({ ballots: 0, rounds: [], winner: null });
    expect((await counted(method, "AB", ["2: Z"])).winner).toBeNull();
    expect((await counted(method, "", ["2: A"])).winner).toBeNull();
  }
});

test("a vote for a film that is not in the poll is none", () => {
  expect(votesOf([1, 2], [{ choices: [2, 3], count: 4 }])).toEqual(
    new Map([
      [1, 0],
      [2, 4],
    ]),
  );
});

describe("whatever people vote", () => {
  const FILMS = [1, 2, 3, 4, 5];
  const ballot = fc.shuffledSubarray(FILMS, { minLength: 1 });
  const ballots = fc.array(ballot, { minLength: 1, maxLength: 30 });
  const method = fc.constantFrom(...METHODS);
  const asked = (how: Method, choices: readonly number[]) => (how === "one" ? choices.slice(0, 1) : choices);
  const pilesFor = (how: Method, votes: readonly number[][]) =>
    votes.map((choices) => ({ choices: asked(how, choices), count: 1 }));
  const count = (how: Method, piles: readonly Pile[], films = FILMS, draw = firstOf) =>
    countPoll({ method: how, films, piles }, draw);

  test("the order of ballots and of films changes nothing, nor do equal ones on one pile", async () => {
    await fc.assert(
      fc.asyncProperty(
        method,
        ballots,
        fc.shuffledSubarray(FILMS, { minLength: 5 }),
        async (how, votes, films) => {
          const piles = pilesFor(how, votes);
          const expected = await count(how, piles);
          expect(await count(how, piles.toReversed())).toEqual(expected);
          expect(await count(how, piles, films)).toEqual(expected);
          const twice = piles.map(({ choices }) => ({ choices, count: 2 }));
          expect((await count(how, [...piles, ...piles])).rounds).toEqual((await count(how, twice)).rounds);
        },
      ),
    );
  });

  test("a film that nobody named never wins, and a ballot never counts twice in a run-off", async () => {
    await fc.assert(
      fc.asyncProperty(method, ballots, async (how, votes) => {
        const piles = pilesFor(how, votes);
        const { winner, rounds } = await count(how, piles);
        expect(piles.flatMap(({ choices }) => choices)).toContain(winner);
        if (how !== "ranked") return;
        for (const { votes: counts, exhausted } of rounds) {
          const sum = counts.reduce((all, each) => all + each.votes, exhausted);
          expect(sum).toBe(votes.length);
        }
      }),
    );
  });

  test("approval adds up to all ticks, and one vote each to all ballots", async () => {
    await fc.assert(
      fc.asyncProperty(ballots, async (votes) => {
        const ticks = votes.reduce((all, choices) => all + choices.length, 0);
        const sumOf = (map: Map<number, number>) => [...map.values()].reduce((all, each) => all + each, 0);
        expect(sumOf(votesOf(FILMS, pilesFor("approval", votes)))).toBe(ticks);
        expect(sumOf(votesOf(FILMS, pilesFor("one", votes)))).toBe(votes.length);
      }),
    );
  });

  test("films under other names make the same result under those names", async () => {
    await fc.assert(
      fc.asyncProperty(
        method,
        ballots,
        fc.shuffledSubarray(FILMS, { minLength: 5 }),
        async (how, votes, names) => {
          const renamed = (position: number) => names[position - 1]!;
          const piles = pilesFor(how, votes);
          const others = piles.map(({ choices, count: number }) => ({
            choices: choices.map(renamed),
            count: number,
          }));
          const expected = await count(how, piles);
          // The same film is drawn, whatever it is called.
          const draw: DrawLot = async (_, among) => FILMS.map(renamed).find((name) => among.includes(name))!;
          const result = await count(how, others, FILMS, draw);
          expect(result.winner).toBe(renamed(expected.winner!));
          expect(result.rounds.map(({ out }) => new Set(out))).toEqual(
            expected.rounds.map(({ out }) => new Set(out.map(renamed))),
          );
        },
      ),
    );
  });

  test("whoever has more than half of all first places wins the run-off at once", async () => {
    await fc.assert(
      fc.asyncProperty(ballots, ballot, async (votes, favourite) => {
        const many = Array.from({ length: votes.length + 1 }, () => favourite);
        const { winner, rounds } = await count("ranked", pilesFor("ranked", [...votes, ...many]));
        expect([winner, rounds.length]).toEqual([favourite[0], 1]);
      }),
    );
  });
});
