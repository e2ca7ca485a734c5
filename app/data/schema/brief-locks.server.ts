import type { Knex } from "knex";

/** Others read and write meanwhile, and queue behind a lock that is waited for: rather try again later. */
const LOCK_MS = 300;

/** From here on no statement of this transaction waits for a lock any longer than that; it rejects with 55P03 instead. */
export async function waitBriefly(trx: Knex): Promise<void> {
  await trx.raw("select set_config('lock_timeout', ?, true)", [String(LOCK_MS)]);
}
