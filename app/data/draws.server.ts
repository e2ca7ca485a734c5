import { createHmac } from "node:crypto";
import { decideWinner, type DrawTerms } from "#app/domain/draw.ts";
import { candidatesOf, type Entry } from "#app/domain/lottery.ts";
import { COMMITMENT_JSON, sha256, toCommitment, type CommitmentRow } from "./commitments.server.ts";
import { violatedConstraint } from "./constraint.server.ts";
import type { Db } from "./db.server.ts";
import { ENTRIES_JSON } from "./lotteries.server.ts";
import { NEWS_CHANNEL } from "./news.server.ts";

/** What came of pressing "draw": `first` when this very press made the draw. */
export type Drawn = { clubId: string; number: number; winner: number; first: boolean };

/** Everything that lets anyone check a draw; `seed` in hex. */
export type Proof = { terms: DrawTerms; seed: string; word: string; candidates: Entry[]; winner: number };

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
  if (winner !== null) return { clubId, number: sealed.terms.number, winner, first: false };
  return insertDraw({ ...sealed, word, winner: await winnerOf(sealed, word) }, db);
}

/** The proofs of the draws of a lottery that were made, oldest first. Seeds of open draws never leave the database. */
export async function proofsOfLottery({ lotteryId }: { lotteryId: string }, db: Db): Promise<Proof[]> {
  const { rows } = await db.raw<{ rows: ProofRow[] }>(
    `select encode(commitments.seed, 'hex') as seed, ${COMMITMENT_JSON} as commitment,
            draws.word, draws.winner, ${ENTRIES_JSON("commitments.lottery_id")} as entries
     from draws join commitments on commitments.lottery_id = draws.lottery_id and commitments.number = draws.number
     where draws.lottery_id = :lotteryId order by draws.number`,
    { lotteryId },
  );
  return rows.map(({ seed, commitment, word, winner, entries }) => ({
    terms: termsOf(lotteryId, commitment, entries, word),
    seed,
    word,
    candidates: candidatesOf(entries, { leftOut: commitment.left_out }),
    winner,
  }));
}

/** A draw with its secret seed; stays inside this file. */
type Sealed = {
  clubId: string;
  seed: Buffer;
  entries: Entry[];
  commitment: CommitmentRow;
  terms: DrawTerms;
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
  const { club_id: clubId, seed, commitment, winner, entries } = row;
  return { clubId, seed, entries, commitment, winner, terms: termsOf(lotteryId, commitment, entries, "") };
}

async function winnerOf({ seed, entries, commitment, terms }: Sealed, word: string): Promise<number> {
  const candidates = candidatesOf(entries, { leftOut: commitment.left_out });
  const hmac = (message: string) => createHmac("sha256", seed).update(message).digest();
  const { winner } = await decideWinner(candidates, { ...terms, wordHash: sha256(word) }, hmac);
  return winner.position;
}

async function insertDraw(
  { clubId, terms, winner, word }: Sealed & { winner: number; word: string },
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
      { lotteryId: terms.lotteryId, number: terms.number, winner, word },
    );
    const row = rows[0]!;
    return { clubId, number: terms.number, winner: row.winner, first: row.created };
  } catch (error) {
    // Deleted while this was under way.
    if (violatedConstraint(error)) return null;
    throw error;
  }
}

function termsOf(lotteryId: string, row: CommitmentRow, entries: readonly Entry[], word: string): DrawTerms {
  const { number, listHash } = toCommitment(row, entries);
  return { lotteryId, number, listHash, wordHash: sha256(word) };
}

type SealedRow = {
  club_id: string;
  seed: Buffer;
  commitment: CommitmentRow;
  winner: number | null;
  entries: Entry[];
};
type ProofRow = { seed: string; commitment: CommitmentRow; word: string; winner: number; entries: Entry[] };
type DrawnRow = { winner: number; created: boolean };
