import { createHash, randomBytes } from "node:crypto";
import { listText } from "#app/domain/draw.ts";
import { candidatesOf, type Commitment, type Entry } from "#app/domain/lottery.ts";
import type { Db } from "./db.server.ts";
import { NEWS_CHANNEL } from "./news-channel.server.ts";

/** What came of opening another draw: `undrawn` while the one before it was not made, `too-few` films left. */
export type Opened = { kind: "opened" | "existing"; number: number } | { kind: "undrawn" | "too-few" };

/** A new secret of 32 bytes from the system's randomness. */
export function newSeed(): Buffer {
  return randomBytes(32);
}

/** Lower-case hex SHA-256 of bytes, or of a text in UTF-8. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** The commitment as everyone may see it. */
export function toCommitment(row: CommitmentRow, entries: readonly Entry[]): Commitment {
  const { number, seed_hash: seedHash, left_out: leftOut, reason } = row;
  return {
    number,
    seedHash,
    leftOut,
    reason,
    listHash: sha256(listText(candidatesOf(entries, { leftOut }))),
  };
}

/** SQL for the public part of a row of commitments, as JSON. */
export const COMMITMENT_JSON = `json_build_object('number', commitments.number,
  'seed_hash', encode(sha256(commitments.seed), 'hex'), 'left_out', commitments.left_out,
  'reason', commitments.reason)`;

export type CommitmentRow = { number: number; seed_hash: string; left_out: number[]; reason: string };

/**
 * Opens draw `number` of a lottery of this club with a seed of its own, in one statement. Who asks twice, or at the
 * same moment, opens it once. With `leaveOut` the films drawn so far take no part. Null when the club has no such
 * lottery.
 */
export async function openDraw(
  draw: { lotteryId: string; clubId: string; number: number; reason: string; leaveOut: boolean },
  db: Db,
): Promise<Opened | null> {
  const { rows } = await db.raw<{ rows: OpenedRow[] }>(
    `with lottery as (
       select id,
              exists (select from draws where lottery_id = lotteries.id and number = :number - 1) as drawn,
              array(select distinct winner from draws where lottery_id = lotteries.id and :leaveOut) as left_out,
              (select count(*) from entries where lottery_id = lotteries.id) as entries
       from lotteries where id = :lotteryId and club_id = :clubId
     ), opened as (
       insert into commitments (lottery_id, number, seed, left_out, reason)
       select id, :number, :seed, left_out, :reason from lottery
       where drawn and entries - cardinality(left_out) >= 2
       on conflict (lottery_id, number) do update set number = excluded.number
       returning number, (xmax = 0) as created
     )
     select lottery.drawn, opened.created,
            case when opened.created then pg_notify('${NEWS_CHANNEL}', json_build_object(
              'kind', 'opened', 'lotteryId', lottery.id, 'number', opened.number)::text) end
     from lottery left join opened on true`,
    { ...draw, seed: newSeed() },
  );
  const row = rows[0];
  if (!row) return null;
  if (row.created === null) return { kind: row.drawn ? "too-few" : "undrawn" };
  return { kind: row.created ? "opened" : "existing", number: draw.number };
}

type OpenedRow = { drawn: boolean; created: boolean | null };

/**
 * Gives every lottery that waits for its first draw and has lost its secret a new one. Answers how many did. Rejects
 * with the error of pg.
 */
export async function renewCommitments(db: Db): Promise<number> {
  const { rows } = await db.raw<{ rows: { id: string }[] }>(
    `select id from lotteries
     where not exists (select from commitments where lottery_id = lotteries.id)
       and not exists (select from draws where lottery_id = lotteries.id)`,
  );
  let renewed = 0;
  for (let from = 0; from < rows.length; from += RENEWED_AT_ONCE) {
    const seeds = rows
      .slice(from, from + RENEWED_AT_ONCE)
      .map(({ id }) => ({ id, seed: newSeed().toString("hex") }));
    const { rowCount } = await db.raw<{ rowCount: number }>(
      `insert into commitments (lottery_id, number, seed)
       select lotteries.id, 1, decode(fresh.seed, 'hex')
       from jsonb_to_recordset(cast(:seeds as jsonb)) as fresh (id text, seed text)
       join lotteries on lotteries.id = fresh.id
       on conflict (lottery_id, number) do nothing`,
      { seeds: JSON.stringify(seeds) },
    );
    renewed += rowCount;
  }
  return renewed;
}

const RENEWED_AT_ONCE = 1_000;
