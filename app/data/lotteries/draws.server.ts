import { LIVE_CHANNEL } from "#app/domain/live.ts";
import { createHmac } from "node:crypto";
import { decideWinner, type DrawTerms, type Hmac } from "#app/domain/draw/draw.ts";
import { candidatesOf, type Commitment, type Entry } from "#app/domain/lottery/lottery.ts";
import { obstacleTo } from "#app/domain/draw/remains.ts";
import { STANDS } from "../club/gone.server.ts";
import {
  COMMITMENT_JSON,
  commitmentsTo,
  renewCommitments,
  sha256,
  type CommitmentRow,
} from "./commitments.server.ts";
import { violatedConstraint } from "../reliability/failure.server.ts";
import type { Db } from "../reliability/pool.server.ts";
import { ENTRIES_JSON, IS_OPEN } from "./lotteries.server.ts";

/**
 * The result of pressing "draw". `drawn`: the draw was made, by this very press if `first`. `lost` and `changed`:
 * nothing was drawn, because no film is left, or because the list is not the published one. `renewed`: nothing was
 * drawn, because the secret was lost; the lottery has a new one, which people shall see before they draw. `collecting`:
 * the hat is still open, so that there is no list to draw from.
 */
export type Drawn =
  | { kind: "drawn"; clubId: string; number: number; winner: number; first: boolean }
  | { kind: "lost" | "changed" | "renewed" | "collecting" };

/**
 * Makes the draw of this number, or the open one. Whoever asks later, or at the same moment, gets the draw that was
 * made, whatever word they sent. Null when there is no such lottery or no such draw to make.
 */
export async function drawOnce(
  { lotteryId, number, word = "" }: { lotteryId: string; number?: number | undefined; word?: string },
  db: Db,
): Promise<Drawn | null> {
  const found = await wantedDraw({ lotteryId, number }, db);
  if (!found) return null;
  const { clubId, drawn, sealed } = found;
  if (drawn) return { kind: "drawn", clubId, ...drawn, first: false };
  if (found.collecting) return { kind: "collecting" };
  if (found.entries.length === 0) return { kind: "lost" };
  if (!sealed) return (await hasNewSecret({ lotteryId, number }, db)) ? { kind: "renewed" } : null;
  const obstacle = obstacleTo(sealed.commitment, found.entries);
  if (obstacle) return { kind: obstacle };
  return insertDraw({ ...sealed, clubId, word, winner: await winnerOf(sealed, word) }, db);
}

/** Whether the secret is another one than when the page with this number was opened. */
async function hasNewSecret(
  { lotteryId, number }: { lotteryId: string; number?: number | undefined },
  db: Db,
): Promise<boolean> {
  if ((await renewCommitments(db, { lotteryId })) > 0) return true;
  const latest = number === undefined ? null : await wantedDraw({ lotteryId }, db);
  return latest?.sealed?.commitment.renewedAt != null;
}

/** A draw that may be made, with its secret seed; stays inside this file. */
type Sealed = { lotteryId: string; seed: Buffer; candidates: Entry[]; commitment: Commitment };

type Wanted = {
  clubId: string;
  entries: Entry[];
  drawn: { number: number; winner: number } | null;
  sealed: Sealed | null;
  collecting: boolean;
};

async function wantedDraw(
  { lotteryId, number }: { lotteryId: string; number?: number | undefined },
  db: Db,
): Promise<Wanted | null> {
  const { rows } = await db.raw<{ rows: WantedRow[] }>(
    `select lotteries.club_id, ${ENTRIES_JSON("lotteries.id")} as entries,
            case when draws.number is not null then
              json_build_object('number', draws.number, 'winner', draws.winner) end as drawn,
            open.seed, open.json as commitment,
            exists (select from hats where hats.lottery_id = lotteries.id and closed_at is null) as collecting
     from lotteries
     left join lateral (
       select commitments.number, seed, ${COMMITMENT_JSON} as json
       from commitments
       where lottery_id = lotteries.id and ${IS_OPEN} and number = coalesce(:number, number)
       order by number desc limit 1
     ) as open on true
     -- The draw that was asked for; or, when nothing is open, the last one.
     left join lateral (
       select number, winner from draws
       where lottery_id = lotteries.id and number = coalesce(:number, number) and open.number is null
       order by number desc limit 1
     ) as draws on true
     where lotteries.id = :lotteryId and ${STANDS("lotteries.club_id")}`,
    { lotteryId, number: number ?? null },
  );
  const row = rows[0];
  if (!row) return null;
  const { club_id: clubId, entries, drawn, collecting } = row;
  const commitment = row.commitment && commitmentsTo(entries)(row.commitment);
  const sealed =
    row.seed && commitment
      ? { lotteryId, seed: row.seed, commitment, candidates: candidatesOf(entries, commitment) }
      : null;
  return { clubId, entries, drawn, sealed, collecting };
}

async function winnerOf({ lotteryId, seed, candidates, commitment }: Sealed, word: string): Promise<number> {
  const terms = termsOf({ lotteryId, commitment, word });
  const { winner } = await decideWinner(candidates, terms, hmacUnder(seed));
  return winner.position;
}

async function insertDraw(
  {
    clubId,
    lotteryId,
    seed,
    commitment: { number },
    winner,
    word,
  }: Sealed & { clubId: string; winner: number; word: string },
  db: Db,
): Promise<Drawn | null> {
  try {
    const { rows } = await db.raw<{ rows: DrawnRow[] }>(
      `with drawn as (
         insert into draws (lottery_id, number, winner, word, club_id, won_key, won_year)
         select commitments.lottery_id, number, cast(:winner as integer), cast(:word as text), lotteries.club_id,
                coalesce(entries.title_key, lower(entries.title)), coalesce(entries.year, 0)
         from commitments
         join lotteries on lotteries.id = commitments.lottery_id
         join entries on entries.lottery_id = commitments.lottery_id and entries.position = :winner
         -- Under the seed that decided it: another one may have taken its place meanwhile.
         where commitments.lottery_id = :lotteryId and number = :number and seed = :seed
         on conflict (lottery_id, number) do update set number = excluded.number
         returning lottery_id, number, winner, drawn_at, (xmax = 0) as created
       )
       select winner, created,
              case when created then pg_notify('${LIVE_CHANNEL}', json_build_object(
                'kind', 'drawn', 'lotteryId', lottery_id, 'number', number, 'winner', winner,
                'drawnAt', drawn_at)::text) end
       from drawn`,
      { lotteryId, number, seed, winner, word },
    );
    const row = rows[0];
    return row ? { kind: "drawn", clubId, number, winner: row.winner, first: row.created } : null;
  } catch (error) {
    // The lottery was deleted in the meantime.
    if (violatedConstraint(error)) return null;
    throw error;
  }
}

/** Everything that decides a draw, from its commitment and the word of whoever draws. */
export function termsOf({
  lotteryId,
  commitment: { number, listHash },
  word,
}: {
  lotteryId: string;
  commitment: Commitment;
  word: string;
}): DrawTerms {
  return { lotteryId, number, listHash, wordHash: sha256(word) };
}

/** HMAC-SHA256 under a seed. */
export function hmacUnder(seed: Buffer): Hmac {
  return (message) => createHmac("sha256", seed).update(message).digest();
}

type WantedRow = {
  club_id: string;
  entries: Entry[];
  drawn: { number: number; winner: number } | null;
  seed: Buffer | null;
  commitment: CommitmentRow | null;
  collecting: boolean;
};
type DrawnRow = { winner: number; created: boolean };
