import { decideWinner, type Candidate, type DrawTerms } from "#app/domain/draw/draw.ts";
import { candidatesOf, type Commitment, type Entry, type Unproven } from "#app/domain/lottery/lottery.ts";
import { entryAt, obstacleTo } from "#app/domain/draw/remains.ts";
import { COMMITMENT_JSON, commitmentsTo, type CommitmentRow } from "./commitments.server.ts";
import type { Db } from "../reliability/pool.server.ts";
import { hmacUnder, termsOf } from "./draws.server.ts";
import { ENTRIES_JSON, unprovenOf } from "./lotteries.server.ts";

/** A draw that was made; `film` is the winner, or null where that entry is lost. */
export type Proof = {
  number: number;
  film: Film | null;
  /** Numbers of the draws before and after this one; null where there is none. */
  previous: number | null;
  next: number | null;
} & ({ unproven: Unproven } | ({ unproven: null } & Opened));

type Film = Pick<Entry, "position" | "title" | "year">;

/** Everything that lets anyone check a draw; `seed` in hex. */
export type Opened = {
  terms: DrawTerms;
  commitment: Commitment;
  seed: string;
  word: string;
  /** Those of the films that took part which are still there. */
  candidates: Candidate[];
  /** How the winner was computed; null when the films are no longer those that were published. */
  decided: Decided | null;
};

/** The steps that lead to a winner's position. Numbers are decimal, each HMAC on the way is in hex. */
export type Decided = {
  position: number;
  ticket: string;
  tries: { message: string; hmac: string; number: string }[];
};

/**
 * The proof of a draw of a lottery, the last one if no number is given; null when there is no such draw. The seed of a
 * draw that is still to be made never leaves the database.
 */
export async function proofOfDraw(
  { lotteryId, number }: { lotteryId: string; number: number | null },
  db: Db,
): Promise<Proof | null> {
  const { rows } = await db.raw<{ rows: ProofRow[] }>(
    `select draws.number, draws.winner, draws.word, draws.uncommitted, commitments.seed,
            case when commitments.number is not null then ${COMMITMENT_JSON} end as commitment,
            (select max(number) from draws as other where lottery_id = :lotteryId and number < draws.number) as previous,
            (select min(number) from draws as other where lottery_id = :lotteryId and number > draws.number) as next,
            ${ENTRIES_JSON("draws.lottery_id")} as entries
     from draws
     left join commitments on commitments.lottery_id = draws.lottery_id and commitments.number = draws.number
     where draws.lottery_id = :lotteryId and draws.number = coalesce(:number, draws.number)
     order by draws.number desc limit 1`,
    { lotteryId, number },
  );
  return rows[0] ? toProof(lotteryId, rows[0]) : null;
}

async function toProof(lotteryId: string, row: ProofRow): Promise<Proof> {
  const { number, entries, previous, next } = row;
  const winner = entryAt(entries, row.winner);
  const film = winner && { position: winner.position, title: winner.title, year: winner.year };
  const about = { number, film, previous, next };
  if (!row.seed || !row.commitment) return { ...about, unproven: unprovenOf(row) };
  const { seed, word } = row;
  const commitment = commitmentsTo(entries)(row.commitment);
  const terms = termsOf({ lotteryId, commitment, word });
  const decided = obstacleTo(commitment, entries)
    ? null
    : await decidedBy({ candidates: candidatesOf(entries, commitment), terms, seed });
  const candidates = candidatesOf(entries, commitment).map(withoutPoster);
  return {
    ...about,
    unproven: null,
    terms,
    commitment,
    seed: seed.toString("hex"),
    word,
    candidates,
    decided,
  };
}

async function decidedBy({
  candidates,
  terms,
  seed,
}: {
  candidates: Candidate[];
  terms: DrawTerms;
  seed: Buffer;
}): Promise<Decided> {
  const { winner, ticket, tries } = await decideWinner(candidates, terms, hmacUnder(seed));
  return {
    position: winner.position,
    ticket: String(ticket),
    tries: tries.map(({ message, hmac, number }) => ({ message, hmac, number: String(number) })),
  };
}

/** Posters decide nothing, and their addresses are long, so they are not read. */
function withoutPoster({ position, id, title, year, weight }: Entry): Candidate {
  return { position, id, title, year, weight };
}

type ProofRow = {
  number: number;
  winner: number;
  word: string;
  uncommitted: boolean;
  seed: Buffer | null;
  commitment: CommitmentRow | null;
  previous: number | null;
  next: number | null;
  entries: Entry[];
};
