import { randomBytes } from "node:crypto";
import { uniformIndex } from "#app/domain/draw.ts";
import type { Draw } from "#app/domain/lottery.ts";
import { violatedConstraint } from "./constraint.server.ts";
import type { Db } from "./db.server.ts";
import { lotteryById } from "./lotteries.server.ts";

export type Drawn = { clubId: string; draw: Draw; first: boolean };

const FIRST_DRAW = 1;

/**
 * Draws the winner, once: whoever asks later or at the same moment gets the same draw, with `first` false.
 * Null when there is no such lottery (any more).
 */
export async function drawWinner(
  { lotteryId, nextUint64 = cryptoUint64 }: { lotteryId: string; nextUint64?: () => bigint },
  db: Db,
): Promise<Drawn | null> {
  const lottery = await lotteryById({ id: lotteryId }, db);
  if (!lottery) return null;
  if (lottery.draw) return { clubId: lottery.clubId, draw: lottery.draw, first: false };
  const entry = lottery.entries[uniformIndex(lottery.entries.length, nextUint64)]!;
  try {
    const { rows } = await db.raw<{ rows: { winner: number; drawn_at: Date; created: boolean }[] }>(
      `insert into draws (lottery_id, number, winner) values (:lotteryId, :number, :winner)
       on conflict (lottery_id, number) do update set number = excluded.number
       returning winner, drawn_at, (xmax = 0) as created`,
      { lotteryId, number: FIRST_DRAW, winner: entry.position },
    );
    const row = rows[0]!;
    const draw = { number: FIRST_DRAW, winner: row.winner, drawnAt: row.drawn_at };
    return { clubId: lottery.clubId, draw, first: row.created };
  } catch (error) {
    // Deleted between the two statements.
    if (violatedConstraint(error)) return null;
    throw error;
  }
}

function cryptoUint64(): bigint {
  return randomBytes(8).readBigUInt64BE();
}
