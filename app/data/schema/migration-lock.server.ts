import type { Knex } from "knex";
import { openMigrationPool, type Address } from "../reliability/pool.server.ts";

/** Any number, the same in every process: whoever holds it migrates. */
const LOCK = 7_239_114_051;

/**
 * Does work on the tables themselves, one process at a time, by an advisory lock that ends with its connection: a killed
 * migration leaves nothing locked. Rejects with the error of pg or knex.
 */
export async function alone<T>(address: Address, work: (pool: Knex) => Promise<T>): Promise<T> {
  const pool = openMigrationPool(address);
  try {
    const holder = await pool.client.acquireConnection();
    try {
      // Of a transaction, not of a session: a pooler may give each statement outside of one another session.
      await holder.query("begin; set local idle_in_transaction_session_timeout = 0");
      await holder.query("select pg_advisory_xact_lock($1)", [LOCK]);
      return await work(pool);
    } finally {
      await holder.query("rollback").catch(() => {
        // The connection is gone, and the lock with it.
      });
      await pool.client.releaseConnection(holder);
    }
  } finally {
    await pool.destroy();
  }
}
