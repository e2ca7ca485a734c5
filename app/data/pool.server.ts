import knex, { type Knex } from "knex";
import { connectionHealth } from "./connection-health.server.ts";

export type PoolOptions = {
  /** Where the database is; asked again for each new connection, because an embedded server may move. */
  address: () => string | Promise<string>;
  /** Most connections at once. Twice this many per instance must fit the server, as a deploy overlaps two. */
  max: number;
  /** The longest that one statement may take, in milliseconds. */
  statementMs: number;
  /** Receives knex's warnings; the default drops them, because every failed acquire is answered by an error too. */
  warn?: (message: string) => void;
};

/**
 * The pool of the web process: every wait in it has an end. Opens nothing until the first query.
 * Failures come back from the queries themselves; see failure.server.ts.
 */
export function openPool({ address, max, statementMs, warn = () => {} }: PoolOptions): Knex {
  const health = connectionHealth();
  const pool = knex({
    client: "pg",
    // Named, or knex asks with a query of its own whose failure leaks the socket.
    version: "15",
    // Error messages would carry people's texts.
    compileSqlOnError: false,
    log: { warn, error: warn, debug: () => {}, deprecate: () => {} },
    connection: async () => ({
      connectionString: await address(),
      application_name: "movie-lottery",
      // TCP, TLS and login together; below acquireTimeoutMillis, so that the real cause is what is heard.
      connectionTimeoutMillis: 1_500,
      // The server gives up first and says so cleanly; pg's own timer is for a server that says nothing.
      statement_timeout: Math.max(1, statementMs - 500),
      query_timeout: statementMs,
      idle_in_transaction_session_timeout: 5_000,
      // The second one ends the statement of a client that has gone.
      options: "-c lock_timeout=1000 -c client_connection_check_interval=1000",
      // Finds dead peers of idle connections.
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    }),
    pool: {
      // Nothing is kept that could go stale.
      min: 0,
      max,
      // Waiting for a place, connecting and pre-ping together.
      acquireTimeoutMillis: 1_700,
      // Above connectionTimeoutMillis, or the socket of a given-up attempt leaks.
      createTimeoutMillis: 2_500,
      // A dead port answers at once: waiting callers hear of it soon.
      createRetryIntervalMillis: 50,
      destroyTimeoutMillis: 1_000,
      idleTimeoutMillis: 10_000,
      reapIntervalMillis: 1_000,
      // The real error, not "the pool is probably full".
      propagateCreateError: true,
      // Recycling, spread so that not all go at once.
      maxConnectionLifetimeMillis: 30 * 60_000,
      maxConnectionLifetimeJitterMillis: 5 * 60_000,
      validate: health.validate,
    },
  });
  health.watch(pool);
  return pool;
}

/** A connection for migrations: few, patient, and never part of the web pool. */
export function openMigrationPool(address: () => string | Promise<string>): Knex {
  return knex({
    client: "pg",
    version: "15",
    compileSqlOnError: false,
    log: { warn: () => {}, error: () => {}, debug: () => {}, deprecate: () => {} },
    connection: async () => ({
      connectionString: await address(),
      application_name: "movie-lottery migrations",
      connectionTimeoutMillis: 5_000,
      query_timeout: 60_000,
      options: "-c lock_timeout=5000 -c client_connection_check_interval=1000",
    }),
    pool: {
      min: 0,
      max: 2,
      acquireTimeoutMillis: 6_000,
      createTimeoutMillis: 5_500,
      destroyTimeoutMillis: 1_000,
    },
  });
}
