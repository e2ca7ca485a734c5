import { randomBytes } from "node:crypto";
import { uniformIndex } from "#app/domain/draw.ts";
import { type Draw, ENTRIES_MAX } from "#app/domain/lottery.ts";
import { violatedConstraint } from "./constraint.server.ts";
import type { Db } from "./db.server.ts";

export type Drawn = { clubId: string; draw: Draw; first: boolean };

const FIRST_DRAW = 1;

/**
 * Draws the winner, once and in one statement: whoever asks later or at the same moment gets the same draw, with
 * `first` false. Null when there is no such lottery (any more).
 */
export async function drawWinner(
  { lotteryId, nextUint64 = cryptoUint64 }: { lotteryId: string; nextUint64?: () => bigint },
  db: Db,
): Promise<Drawn | null> {
  // One fair choice for every number of entries there may be; the database takes the one for the number there is.
  const winners = Array.from({ length: ENTRIES_MAX }, (_, index) => uniformIndex(index + 1, nextUint64) + 1);
  try {
    const { rows } = await db.raw<{ rows: DrawnRow[] }>(
      `insert into draws (lottery_id, number, winner)
       select :lotteryId, :number, (cast(:winners as integer[]))[count(*)]
       from entries where lottery_id = :lotteryId having count(*) > 0
       on conflict (lottery_id, number) do update set number = excluded.number
       returning winner, drawn_at, (xmax = 0) as created,
         (select club_id from lotteries where lotteries.id = lottery_id) as club_id`,
      { lotteryId, number: FIRST_DRAW, winners },
    );
    return rows[0] ? toDrawn(rows[0]) : null;
  } catch (error) {
    // Deleted while this was under way.
    if (violatedConstraint(error)) return null;
    throw error;
  }
}

type DrawnRow = { winner: number; drawn_at: Date; created: boolean; club_id: string };

function toDrawn(row: DrawnRow): Drawn {
  const draw = { number: FIRST_DRAW, winner: row.winner, drawnAt: row.drawn_at };
  return { clubId: row.club_id, draw, first: row.created };
}

function cryptoUint64(): bigint {
  return randomBytes(8).readBigUInt64BE();
}
