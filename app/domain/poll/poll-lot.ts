import { decideWinner, listText, type DrawTerms, type Hmac } from "../draw/draw.ts";
import type { Entry } from "../lottery/lottery.ts";
import type { DrawLot } from "./poll-count.ts";

/** Lower-case hex SHA-256 of a text in UTF-8. */
export type Sha256 = (text: string) => string | Promise<string>;

/** What decides the draws of a poll: the seed that was committed to when it was made, and the list of its ballots. */
export type LotTerms = {
  pollId: string;
  entries: readonly Entry[];
  /** Stands in the place of the word that a visitor adds to the draw of a lottery. */
  ballotsHash: string;
};

/** Draws among level films as a lottery draws its winner, each round as the draw of its number. */
export function lotsOf(terms: LotTerms, { sha256, hmac }: { sha256: Sha256; hmac: Hmac }): DrawLot {
  return async (round, among) => {
    const lot = await termsOfLot(terms, { round, among }, sha256);
    const { winner } = await decideWinner(candidatesOfLot(terms.entries, among), lot, hmac);
    return winner.position;
  };
}

/** The films of these positions; each has one ticket. */
export function candidatesOfLot(entries: readonly Entry[], among: readonly number[]): Entry[] {
  return entries.filter(({ position }) => among.includes(position)).map((entry) => ({ ...entry, weight: 1 }));
}

async function termsOfLot(
  { pollId, entries, ballotsHash }: LotTerms,
  { round, among }: { round: number; among: readonly number[] },
  sha256: Sha256,
): Promise<DrawTerms> {
  const listHash = await sha256(listText(candidatesOfLot(entries, among)));
  return { lotteryId: pollId, number: round, listHash, wordHash: ballotsHash };
}
