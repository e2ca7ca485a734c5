import type { Knex } from "knex";
import { openMigrationPool, type Address } from "../reliability/pool.server.ts";

/** Any number will do, as long as every process uses the same. */
const LOCK = 7_239_114_051;

/**
 * Runs work that changes the tables in one process at a time, by an advisory lock that ends with its connection: when a
 * migration is killed, nothing stays locked. Rejects with the error of pg or knex.
 */
export async function alone<T>(address: Address, work: (pool: Knex) => Promise<T>): Promise<T> {
  const pool = openMigrationPool(address);
  try {
    const holder = await pool.client.acquireConnection();
    try {
      // A lock of the transaction, not of the session: a pooler may run each statement outside a transaction in
      // another session.
      await holder.query("begin; set local idle_in_transaction_session_timeout = 0");
      await holder.query("select pg_advisory_xact_lock($1)", [LOCK]);
      return await work(pool);
    } finally {
      await holder.query("rollback").catch(() => {
        // The connection is gone, and with it the lock.
      });
      await pool.client.releaseConnection(holder);
    }
  } finally {
    await pool.destroy();
  }
}
