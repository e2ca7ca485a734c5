import { database } from "./database.server.ts";

type PoolCounts = { numUsed(): number; numFree(): number; numPendingAcquires(): number };

/** The state of the database as this process knows it, without asking. Nothing secret is in it. */
export function databaseReport() {
  const { db, guard, migrator } = database();
  const pool = db.client.pool as PoolCounts | undefined;
  const { state, applied } = migrator.state();
  const breaker = guard.state();
  return {
    ready: state === "current" && breaker.connection === "closed",
    migrations: { state, appliedByThisProcess: applied.length },
    breaker: { connection: breaker.connection, reads: breaker.reads },
    pool: {
      used: pool?.numUsed() ?? 0,
      free: pool?.numFree() ?? 0,
      waiting: pool?.numPendingAcquires() ?? 0,
    },
  };
}
