import knex, { type Knex } from "knex";
import { Client } from "pg";
import { connectionHealth } from "./connection-health.server.ts";
import { endedConnecting } from "./failure.server.ts";

/** Where the database is. Once known it is a text and no promise, so that a change can be noticed without waiting. */
export type Address = () => string | Promise<string>;

/** What a query function needs: the pool, or a transaction of it. */
export type Db = Knex;

export type PoolOptions = {
  /** Asked again and again, because an embedded server may restart on another port. */
  address: Address;
  /** Most connections at once. The server needs room for twice as many per instance, because a deploy runs two. */
  max: number;
  /** The longest that one statement may take, in milliseconds. */
  statementMs: number;
  /** Receives knex's warnings. By default they are dropped: every failed acquire is also reported by an error. */
  warn?: (message: string) => void;
};

/** Finds out when the server has vanished, and keeps firewalls from forgetting an idle connection. */
const KEPT_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 };
/** The same on the server's side: by default it keeps the places and locks of a vanished client for two hours. */
const SERVER_KEEPS_ALIVE = "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";

/**
 * The pool of the web process: every wait in it has an end. Opens nothing until the first query. Failures come back
 * from the queries themselves; see failure.server.ts.
 */
export function openPool({ address, max, statementMs, warn = () => {} }: PoolOptions): Knex {
  const health = connectionHealth();
  const place = follow(address);
  const pool = knex({
    client: "pg",
    // Without a version knex asks for it with a query of its own, whose failure leaks the socket.
    version: "15",
    // Else error messages would hold what people typed.
    compileSqlOnError: false,
    log: { warn, error: warn, debug: () => {}, deprecate: () => {} },
    connection: async () => ({
      connectionString: await place.find(),
      expirationChecker: place.hasMoved,
      application_name: "movie-lottery",
      // For TCP, TLS and login together. Below acquireTimeoutMillis, so that the real cause is reported.
      connectionTimeoutMillis: 1_500,
      // The server gives up first, with a clean error; pg's own timer is for a server that says nothing.
      statement_timeout: Math.max(1, statementMs - 500),
      query_timeout: statementMs,
      idle_in_transaction_session_timeout: 5_000,
      // client_connection_check_interval ends the statement of a client that is gone. To start parallel workers takes
      // longer than any statement of a page.
      options:
        "-c lock_timeout=1000 -c max_parallel_workers_per_gather=0 " +
        `-c client_connection_check_interval=1000 ${SERVER_KEEPS_ALIVE}`,
      ...KEPT_ALIVE,
    }),
    pool: {
      // An idle connection may go stale, so none is kept for long.
      min: 0,
      max,
      // For waiting in line, connecting and the ping together.
      acquireTimeoutMillis: 1_700,
      // Above connectionTimeoutMillis, or an abandoned attempt leaks its socket.
      createTimeoutMillis: 2_500,
      // A closed port answers at once, so callers hear of it soon.
      createRetryIntervalMillis: 50,
      destroyTimeoutMillis: 1_000,
      idleTimeoutMillis: 10_000,
      reapIntervalMillis: 1_000,
      // Reports the real error instead of "the pool is probably full".
      propagateCreateError: true,
      // Renews connections; the jitter keeps them from all being renewed at once.
      maxConnectionLifetimeMillis: 30 * 60_000,
      maxConnectionLifetimeJitterMillis: 5 * 60_000,
      validate: async (connection: PooledConnection) =>
        place.isWhere(connection) && (await health.validate(connection)),
    },
  });
  health.watch(pool);
  return hearingOfFailedConnects(pool);
}

function hearingOfFailedConnects(pool: Knex): Knex {
  pool.client.pool.on("createFail", (_attempt: number, error: unknown) => endedConnecting(error));
  return pool;
}

type PooledConnection = Parameters<ReturnType<typeof connectionHealth>["validate"]>[0] &
  Pick<Client, "host" | "port">;

/**
 * Knows where connections lead: knex asks for the address only once, unless it is told that the address has changed.
 */
function follow(address: Address) {
  let known = "";
  let { host, port } = new Client();
  return {
    async find(): Promise<string> {
      known = await address();
      // Parsed as pg itself does.
      ({ host, port } = new Client({ connectionString: known }));
      return known;
    },
    hasMoved: (): boolean => {
      const now = address();
      if (typeof now === "string") return now !== known;
      // Unknown at the moment; whoever connects next gets the error.
      now.catch(() => {});
      return false;
    },
    isWhere: (connection: Pick<Client, "host" | "port">): boolean =>
      connection.host === host && connection.port === port,
  };
}

/** Connections for migrations: few, patient, and apart from the web pool. */
export function openMigrationPool(address: Address): Knex {
  const pool = knex({
    client: "pg",
    version: "15",
    compileSqlOnError: false,
    log: { warn: () => {}, error: () => {}, debug: () => {}, deprecate: () => {} },
    connection: async () => ({
      connectionString: await address(),
      application_name: "movie-lottery migrations",
      connectionTimeoutMillis: 5_000,
      query_timeout: 60_000,
      options: `-c lock_timeout=5000 -c client_connection_check_interval=1000 ${SERVER_KEEPS_ALIVE}`,
      ...KEPT_ALIVE,
    }),
    pool: {
      min: 0,
      max: 2,
      acquireTimeoutMillis: 6_000,
      createTimeoutMillis: 5_500,
      destroyTimeoutMillis: 1_000,
    },
  });
  return hearingOfFailedConnects(pool);
}
