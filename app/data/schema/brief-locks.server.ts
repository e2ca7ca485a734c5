import type { Knex } from "knex";

/**
 * While a statement waits for a lock, all later reads and writes of the table queue behind it. It is better to give up
 * soon and try again later.
 */
const LOCK_MS = 300;

/** From here on no statement of this transaction waits longer than that for a lock; it rejects with 55P03 instead. */
export async function waitBriefly(trx: Knex): Promise<void> {
  await trx.raw("select set_config('lock_timeout', ?, true)", [String(LOCK_MS)]);
}
