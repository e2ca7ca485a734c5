import { createHmac } from "node:crypto";
import { decideWinner, type DrawTerms, type Hmac } from "#app/domain/draw.ts";
import { candidatesOf, type Commitment, type Entry } from "#app/domain/lottery.ts";
import { COMMITMENT_JSON, sha256, toCommitment, type CommitmentRow } from "./commitments.server.ts";
import { violatedConstraint } from "./constraint.server.ts";
import type { Db } from "./db.server.ts";
import { ENTRIES_JSON } from "./lotteries.server.ts";
import { NEWS_CHANNEL } from "./news-channel.server.ts";

/** What came of pressing "draw": `first` when this very press made the draw. */
export type Drawn = { clubId: string; number: number; winner: number; first: boolean };

/** Everything that lets anyone check a draw, with the steps that lead to its winner; `seed` in hex. */
export type Proof = {
  terms: DrawTerms;
  commitment: Commitment;
  seed: string;
  word: string;
  candidates: Entry[];
  winner: number;
  drawnAt: Date;
  /** Decimal. */
  ticket: string;
  /** Every HMAC on the way, in hex, with the number it gave (decimal). */
  tries: { message: string; hmac: string; number: string }[];
};

/**
 * Makes the draw of this number, or the latest one that is open. Whoever asks later or at the same moment gets the
 * draw that was made, whatever their word was. Null when there is no such lottery, or no such draw to make.
 */
export async function drawWinner(
  { lotteryId, number, word = "" }: { lotteryId: string; number?: number | undefined; word?: string },
  db: Db,
): Promise<Drawn | null> {
  const sealed = await sealedDraw({ lotteryId, number }, db);
  if (!sealed) return null;
  const { clubId, winner } = sealed;
  if (winner !== null) return { clubId, number: sealed.commitment.number, winner, first: false };
  return insertDraw({ ...sealed, word, winner: await winnerOf(sealed, word) }, db);
}

/** The proofs of the draws of a lottery that were made, oldest first. Seeds of open draws never leave the database. */
export async function proofsOfLottery({ lotteryId }: { lotteryId: string }, db: Db): Promise<Proof[]> {
  const { rows } = await db.raw<{ rows: ProofRow[] }>(
    `select commitments.seed, ${COMMITMENT_JSON} as commitment, draws.word, draws.winner, draws.drawn_at,
            ${ENTRIES_JSON("commitments.lottery_id")} as entries
     from draws join commitments on commitments.lottery_id = draws.lottery_id and commitments.number = draws.number
     where draws.lottery_id = :lotteryId order by draws.number`,
    { lotteryId },
  );
  return Promise.all(rows.map((row) => toProof(lotteryId, row)));
}

async function toProof(lotteryId: string, row: ProofRow): Promise<Proof> {
  const { seed, word, winner, entries, drawn_at: drawnAt } = row;
  const commitment = toCommitment(row.commitment, entries);
  const candidates = candidatesOf(entries, commitment);
  const terms = termsOf(lotteryId, commitment, word);
  const decided = await decideWinner(candidates, terms, hmacUnder(seed));
  const tries = decided.tries.map(({ message, hmac, number }) => ({ message, hmac, number: String(number) }));
  const ticket = String(decided.ticket);
  return { terms, commitment, seed: seed.toString("hex"), word, candidates, winner, drawnAt, ticket, tries };
}

/** A draw with its secret seed; stays inside this file. */
type Sealed = {
  clubId: string;
  lotteryId: string;
  seed: Buffer;
  entries: Entry[];
  commitment: Commitment;
  winner: number | null;
};

async function sealedDraw(
  { lotteryId, number }: { lotteryId: string; number?: number | undefined },
  db: Db,
): Promise<Sealed | null> {
  const { rows } = await db.raw<{ rows: SealedRow[] }>(
    `select lotteries.club_id, commitments.seed, ${COMMITMENT_JSON} as commitment, draws.winner,
            ${ENTRIES_JSON("lotteries.id")} as entries
     from lotteries
     join commitments on commitments.lottery_id = lotteries.id
     left join draws on draws.lottery_id = lotteries.id and draws.number = commitments.number
     where lotteries.id = :lotteryId and commitments.number = coalesce(:number, commitments.number)
     order by commitments.number desc limit 1`,
    { lotteryId, number: number ?? null },
  );
  const row = rows[0];
  if (!row) return null;
  const { club_id: clubId, seed, winner, entries } = row;
  return { clubId, lotteryId, seed, entries, commitment: toCommitment(row.commitment, entries), winner };
}

async function winnerOf({ lotteryId, seed, entries, commitment }: Sealed, word: string): Promise<number> {
  const terms = termsOf(lotteryId, commitment, word);
  const { winner } = await decideWinner(candidatesOf(entries, commitment), terms, hmacUnder(seed));
  return winner.position;
}

async function insertDraw(
  { clubId, lotteryId, commitment: { number }, winner, word }: Sealed & { winner: number; word: string },
  db: Db,
): Promise<Drawn | null> {
  try {
    const { rows } = await db.raw<{ rows: DrawnRow[] }>(
      `with drawn as (
         insert into draws (lottery_id, number, winner, word) values (:lotteryId, :number, :winner, :word)
         on conflict (lottery_id, number) do update set number = excluded.number
         returning lottery_id, number, winner, drawn_at, (xmax = 0) as created
       )
       select winner, created,
              case when created then pg_notify('${NEWS_CHANNEL}', json_build_object(
                'kind', 'drawn', 'lotteryId', lottery_id, 'number', number, 'winner', winner,
                'drawnAt', drawn_at)::text) end
       from drawn`,
      { lotteryId, number, winner, word },
    );
    const row = rows[0]!;
    return { clubId, number, winner: row.winner, first: row.created };
  } catch (error) {
    // Deleted while this was under way.
    if (violatedConstraint(error)) return null;
    throw error;
  }
}

function termsOf(lotteryId: string, { number, listHash }: Commitment, word: string): DrawTerms {
  return { lotteryId, number, listHash, wordHash: sha256(word) };
}

function hmacUnder(seed: Buffer): Hmac {
  return (message) => createHmac("sha256", seed).update(message).digest();
}

type SealedRow = {
  club_id: string;
  seed: Buffer;
  commitment: CommitmentRow;
  winner: number | null;
  entries: Entry[];
};
type ProofRow = {
  seed: Buffer;
  commitment: CommitmentRow;
  word: string;
  winner: number;
  drawn_at: Date;
  entries: Entry[];
};
type DrawnRow = { winner: number; created: boolean };
