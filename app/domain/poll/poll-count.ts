import type { Ballot, Method } from "./poll-method.ts";

/** Ballots that say the same, and how many there are. */
export type Pile = { choices: Ballot; count: number };

/** A draw among films that were level; `drawn` is the position that it fell on. */
type Lot = { among: number[]; drawn: number };

/** One round of counting. Positions are those of films. */
export type Round = {
  /** Votes of each film that is still in, most first; level ones in the order of positions. */
  votes: { position: number; votes: number }[];
  /** Ballots that name no film which is still in. */
  exhausted: number;
  /** The films that go; empty in the last round. */
  out: number[];
  /** The draw that this round needed: among the last for who goes, in the last round among the first for who wins. */
  lot: Lot | null;
};

/** A poll that was counted. `winner` is null when there was no vote. */
export type Count = { ballots: number; rounds: Round[]; winner: number | null };

/** Draws one of several level films, by their positions, for the round of this number, from 1 on. */
export type DrawLot = (round: number, among: readonly number[]) => Promise<number>;

/**
 * Counts a poll. With "one" and "approval" the film with most votes wins. With "ranked" each ballot counts for the first
 * film on it that is still in; a film with more than half of the ballots that count wins, else the last film goes, and
 * counting begins again. A ballot whose films have all gone counts no more. Films that are all level, and that no ballot
 * says more about, are drawn from.
 *
 * Which film goes when several are last is decided by, in this order: all that have no vote; the one that had fewer in
 * the latest round in which they differed; all of them if together they have fewer than the next film, so that none
 * could pass it; a draw. Why: docs/decisions/031.
 */
export async function countPoll(
  { method, films, piles }: { method: Method; films: readonly number[]; piles: readonly Pile[] },
  draw: DrawLot,
): Promise<Count> {
  const ballots = sumOf(piles.map(({ count }) => count));
  if (ballots === 0) return { ballots, rounds: [], winner: null };
  if (method === "ranked") return { ballots, ...(await runOff(films, piles, draw)) };
  const votes = inOrder(films, votesOf(films, piles));
  const { winner, lot } = await firstOf(votes, 1, draw);
  return { ballots, rounds: [{ votes, exhausted: 0, out: [], lot }], winner };
}

/** How many votes each of these films has: with one vote or approval one for each ballot that names it. */
export function votesOf(films: readonly number[], piles: readonly Pile[]): Map<number, number> {
  const votes = new Map(films.map((position) => [position, 0]));
  for (const { choices, count } of piles) {
    for (const position of choices) {
      if (votes.has(position)) votes.set(position, votes.get(position)! + count);
    }
  }
  return votes;
}

async function runOff(films: readonly number[], piles: readonly Pile[], draw: DrawLot) {
  const rounds: Round[] = [];
  const history: Map<number, number>[] = [];
  let left = films;
  const places = piles.map(() => 0);
  for (;;) {
    const { counted, exhausted } = firstVotes(left, piles, places);
    history.push(counted);
    const votes = inOrder(left, counted);
    const number = rounds.length + 1;
    const valid = sumOf(votes.map((each) => each.votes));
    const first = votes[0]?.votes ?? 0;
    const last = votes.at(-1)?.votes ?? 0;
    const undecidable = first === last && !saysMore(piles, left);
    if (first * 2 > valid || undecidable) {
      const { winner, lot } = await firstOf(votes, number, draw);
      rounds.push({ votes, exhausted, out: [], lot });
      return { rounds, winner };
    }
    const lastOnes = votes.filter((each) => each.votes === last).map(({ position }) => position);
    const { out, lot } = await whoGoes(lastOnes, { votes, history, number, draw });
    rounds.push({ votes, exhausted, out, lot });
    left = left.filter((position) => !out.includes(position));
  }
}

/**
 * How many ballots are for each film that is left, and how many for none. `places` says for each pile where its first film
 * that is left may stand, and moves on: no film comes back, so a count goes through each ballot once.
 */
function firstVotes(left: readonly number[], piles: readonly Pile[], places: number[]) {
  const counted = new Map(left.map((position) => [position, 0]));
  let exhausted = 0;
  for (const [index, { choices, count }] of piles.entries()) {
    let place = places[index]!;
    while (place < choices.length && !counted.has(choices[place]!)) place += 1;
    places[index] = place;
    const first = choices[place];
    if (first === undefined) exhausted += count;
    else counted.set(first, counted.get(first)! + count);
  }
  return { counted, exhausted };
}

/** Whether the next choice of some ballot may still part films of which all are level. */
function saysMore(piles: readonly Pile[], left: readonly number[]): boolean {
  if (left.length <= 2) return false;
  return piles.some(({ choices }) => choices.filter((position) => left.includes(position)).length > 1);
}

/** Which of the last films goes. */
async function whoGoes(
  lastOnes: readonly number[],
  {
    votes,
    history,
    number,
    draw,
  }: { votes: Round["votes"]; history: readonly Map<number, number>[]; number: number; draw: DrawLot },
): Promise<{ out: number[]; lot: Lot | null }> {
  const each = votes.at(-1)!.votes;
  const level = weakestBefore(lastOnes, history);
  if (level.length === 1) return { out: level, lot: null };
  const above = votes.map((film) => film.votes).filter((count) => count > each);
  // Whoever goes first of them, the others can get no more than all of their votes together; those without one get none.
  const harmless = above.length > 0 && each * level.length < Math.min(...above);
  if (level.length === lastOnes.length && harmless) return { out: level, lot: null };
  const drawn = await draw(number, level);
  return { out: [drawn], lot: { among: level, drawn } };
}

/** Those of these films, level by now, that had fewest votes, round by round, beginning with the latest. */
function weakestBefore(films: readonly number[], history: readonly Map<number, number>[]): number[] {
  let level = [...films];
  for (const counted of history.toReversed()) {
    const fewest = Math.min(...level.map((position) => counted.get(position)!));
    level = level.filter((position) => counted.get(position) === fewest);
  }
  return level;
}

/** The film with most votes, or the one that is drawn among several; none where no ballot names a film that is there. */
async function firstOf(votes: Round["votes"], number: number, draw: DrawLot) {
  const most = votes[0]?.votes ?? 0;
  if (most === 0) return { winner: null, lot: null };
  const among = votes.filter((each) => each.votes === most).map(({ position }) => position);
  if (among.length === 1) return { winner: among[0]!, lot: null };
  const drawn = await draw(number, among);
  return { winner: drawn, lot: { among, drawn } };
}

function inOrder(films: readonly number[], votes: ReadonlyMap<number, number>): Round["votes"] {
  return films
    .map((position) => ({ position, votes: votes.get(position)! }))
    .toSorted((a, b) => b.votes - a.votes || a.position - b.position);
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
