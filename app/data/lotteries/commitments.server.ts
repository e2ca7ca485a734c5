import { LIVE_CHANNEL } from "#app/domain/live.ts";
import { createHash, randomBytes } from "node:crypto";
import { listText } from "#app/domain/draw/draw.ts";
import {
  candidatesOf,
  DRAWS_MAX,
  ENTRIES_MIN,
  type Commitment,
  type Entry,
} from "#app/domain/lottery/lottery.ts";
import type { Db } from "../reliability/pool.server.ts";
import { momentOf } from "../moment.server.ts";

/**
 * The result of opening another draw: `undrawn` while the draw before is still to be made, `too-few` films left, or
 * `too-many` draws made already.
 */
export type Opened =
  { kind: "opened" | "existing"; number: number } | { kind: "undrawn" | "too-few" | "too-many" };

/** A new secret of 32 random bytes. */
export function newSeed(): Buffer {
  return randomBytes(32);
}

/** Lower-case hex SHA-256 of bytes, or of a text in UTF-8. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/**
 * Reads rows of commitments to these entries, as everyone may see them. The hash of the list is computed once for each
 * set of films that were left out, however many rows share it.
 */
export function commitmentsTo(entries: readonly Entry[]): (row: CommitmentRow) => Commitment {
  const hashes = new Map<string, string>();
  function hashWithout(leftOut: number[]): string {
    const key = leftOut.join(" ");
    const hash = hashes.get(key) ?? sha256(listText(candidatesOf(entries, { leftOut })));
    hashes.set(key, hash);
    return hash;
  }
  return ({ number, seed_hash: seedHash, list_hash, left_out: leftOut, reason, renewed_at }) => {
    const hash = hashWithout(leftOut);
    // Where an older release made it, no hash was kept; then the films that are there are taken for what was
    // published.
    const listHash = list_hash ?? hash;
    const renewedAt = renewed_at === null ? null : momentOf(renewed_at).getTime();
    return { number, seedHash, listHash, intact: listHash === hash, leftOut, reason, renewedAt };
  };
}

/** SQL for the public part of a row of commitments, as JSON. */
export const COMMITMENT_JSON = `json_build_object('number', commitments.number,
  'seed_hash', encode(sha256(commitments.seed), 'hex'), 'list_hash', commitments.list_hash,
  'left_out', commitments.left_out, 'reason', commitments.reason,
  'renewed_at', case when commitments.renewed then commitments.created_at end)`;

export type CommitmentRow = {
  number: number;
  seed_hash: string;
  list_hash: string | null;
  left_out: number[];
  reason: string;
  renewed_at: string | null;
};

/** SQL for the hash of listText() of all rows that an aggregate sees under the name `entry`. */
export const LIST_HASH = `encode(sha256(convert_to('movie-lottery list v1' || chr(10) || coalesce(string_agg(
  concat_ws(' ', entry.position, entry.id, entry.weight, coalesce(entry.year::text, '-'),
    replace(replace(replace(entry.title, chr(92), chr(92) || chr(92)),
      chr(10), chr(92) || 'n'), chr(13), chr(92) || 'r')) || chr(10),
  '' order by entry.position, entry.id), ''), 'UTF8')), 'hex')`;

/**
 * Opens draw `number` of a lottery of this club, with a new seed, in one statement. Asking twice, also at the same
 * moment, opens it once. With `leaveOut` the films drawn so far take no part. Null when the club has no such lottery.
 */
export async function insertCommitment(
  draw: { lotteryId: string; clubId: string; number: number; reason: string; leaveOut: boolean },
  db: Db,
): Promise<Opened | null> {
  const { rows } = await db.raw<{ rows: OpenedRow[] }>(
    `with lottery as (
       select id,
              exists (select from draws where lottery_id = lotteries.id and number = :number - 1) as drawn,
              array(select distinct winner from draws where lottery_id = lotteries.id and :leaveOut) as left_out
       from lotteries where id = :lotteryId and club_id = :clubId
     ), list as (
       select count(entry.position) as candidates, ${LIST_HASH} as hash
       from lottery left join entries as entry
         on entry.lottery_id = lottery.id and not entry.position = any(lottery.left_out)
     ), opened as (
       insert into commitments (lottery_id, number, seed, list_hash, left_out, reason)
       select id, :number, :seed, hash, left_out, :reason from lottery, list
       -- Each draw has its own number, so two at once cannot pass the last one.
       where drawn and candidates >= ${ENTRIES_MIN} and :number <= ${DRAWS_MAX}
       on conflict (lottery_id, number) do update set number = excluded.number
       returning number, (xmax = 0) as created
     )
     select lottery.drawn, opened.created,
            case when opened.created then pg_notify('${LIVE_CHANNEL}', json_build_object(
              'kind', 'opened', 'lotteryId', lottery.id, 'number', opened.number)::text) end
     from lottery left join opened on true`,
    { ...draw, seed: newSeed() },
  );
  const row = rows[0];
  if (!row) return null;
  if (row.created !== null) return { kind: row.created ? "opened" : "existing", number: draw.number };
  if (!row.drawn) return { kind: "undrawn" };
  return { kind: draw.number > DRAWS_MAX ? "too-many" : "too-few" };
}

/**
 * Gives a new secret, marked as renewed, to every lottery whose first draw is to be made and whose secret was lost, or
 * to one such lottery if it is named, and tells those who wait. One statement, which changes nothing the second time.
 * Lotteries with fewer than two films get none: there is nothing to draw. Answers how many there were.
 */
export async function renewCommitments(db: Db, { lotteryId }: { lotteryId?: string } = {}): Promise<number> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `with list as (
       select entry.lottery_id, ${LIST_HASH} as hash
       from lotteries join entries as entry on entry.lottery_id = lotteries.id
       where ${lotteryId === undefined ? "true" : "lotteries.id = :lotteryId"}
         and not exists (select from draws where draws.lottery_id = lotteries.id)
         and not exists (select from commitments where commitments.lottery_id = lotteries.id)
       group by entry.lottery_id having count(*) >= ${ENTRIES_MIN}
     ), renewed as (
       insert into commitments (lottery_id, number, seed, list_hash, renewed)
       select lottery_id, 1, ${RANDOM_SEED}, hash, true
       from list
       on conflict (lottery_id, number) do nothing
       returning lottery_id
     )
     select pg_notify('${LIVE_CHANNEL}', json_build_object(
              'kind', 'opened', 'lotteryId', lottery_id, 'number', 1)::text) from renewed`,
    lotteryId === undefined ? {} : { lotteryId },
  );
  return rows.length;
}

/**
 * Puts a new commitment, marked as renewed, on top of the last one of every lottery. For when the draws were lost: the
 * seeds of those that had been made are public. What was published stays, for proofs. One statement; answers how many
 * lotteries there were.
 */
export async function supersedeCommitments(db: Db): Promise<number> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `with latest as (
       -- Those whose lottery was lost as well have nothing to be drawn.
       select lottery_id, max(number) as number
       from commitments join lotteries on lotteries.id = commitments.lottery_id group by lottery_id
     ), list as (
       select entry.lottery_id, latest.number + 1 as number, ${LIST_HASH} as hash
       from latest join entries as entry on entry.lottery_id = latest.lottery_id
       group by entry.lottery_id, latest.number having count(*) >= ${ENTRIES_MIN}
     )
     insert into commitments (lottery_id, number, seed, list_hash, renewed)
     select lottery_id, number, ${RANDOM_SEED}, hash, true from list
     returning lottery_id`,
  );
  return rows.length;
}

/** SQL for a secret: three times 122 random bits, from PostgreSQL's cryptographic source. */
const RANDOM_SEED =
  "sha256(convert_to(concat(gen_random_uuid(), gen_random_uuid(), gen_random_uuid()), 'UTF8'))";

type OpenedRow = { drawn: boolean; created: boolean | null };
