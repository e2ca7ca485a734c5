import { createHash, createHmac } from "node:crypto";
import type { Knex } from "knex";
import { decideWinner, listText, type Candidate } from "#app/domain/draw/draw.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** A word with which the open draw of a lottery chooses this film; whoever knows the secret seed can find one. */
export async function winningWord(db: Knex, lottery: string, title: string): Promise<string> {
  const lotteryId = lottery.slice("/l/".length);
  const open = await db("commitments")
    .where({ lottery_id: lotteryId })
    .orderBy("number", "desc")
    .first<{ number: number; seed: Buffer; left_out: number[] }>("number", "seed", "left_out");
  const entries = await db("entries")
    .where({ lottery_id: lotteryId })
    .select<Candidate[]>("position", "id", "title", "year", "weight");
  const candidates = entries.filter(({ position }) => !open.left_out.includes(position));
  const listHash = sha256(listText(candidates));
  for (let tried = 1; ; tried++) {
    const word = `popcorn ${tried}`;
    const terms = { lotteryId, number: open.number, listHash, wordHash: sha256(word) };
    const { winner } = await decideWinner(candidates, terms, (message) =>
      createHmac("sha256", open.seed).update(message).digest(),
    );
    if (winner.title === title) return word;
  }
}
