import knex, { type Knex } from "knex";
import { Client } from "pg";
import { connectionHealth } from "./connection-health.server.ts";
import { endedConnecting } from "./failure.server.ts";

/** Where the database is: text as soon as that is known, so that one that has moved is noticed. */
export type Address = () => string | Promise<string>;

/** What a query function needs: the pool, or a transaction of it. */
export type Db = Knex;

export type PoolOptions = {
  /** Asked again and again, because an embedded server may come back on another port. */
  address: Address;
  /** Most connections at once. Twice this many per instance must fit the server, as a deploy overlaps two. */
  max: number;
  /** The longest that one statement may take, in milliseconds. */
  statementMs: number;
  /** Receives knex's warnings; the default drops them, because every failed acquire is answered by an error too. */
  warn?: (message: string) => void;
};

/** Finds a server that has vanished, and keeps a firewall between from forgetting a connection that only waits. */
const KEPT_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 };
/** The same from its side: by itself it would keep the places and locks of a machine that has vanished for two hours. */
const SERVER_KEEPS_ALIVE = "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";

/**
 * The pool of the web process: every wait in it has an end. Opens nothing until the first query.
 * Failures come back from the queries themselves; see failure.server.ts.
 */
export function openPool({ address, max, statementMs, warn = () => {} }: PoolOptions): Knex {
  const health = connectionHealth();
  const place = follow(address);
  const pool = knex({
    client: "pg",
    // Named, or knex asks with a query of its own whose failure leaks the socket.
    version: "15",
    // Error messages would carry people's texts.
    compileSqlOnError: false,
    log: { warn, error: warn, debug: () => {}, deprecate: () => {} },
    connection: async () => ({
      connectionString: await place.find(),
      expirationChecker: place.hasMoved,
      application_name: "movie-lottery",
      // TCP, TLS and login together; below acquireTimeoutMillis, so that the real cause is what is heard.
      connectionTimeoutMillis: 1_500,
      // The server gives up first and says so cleanly; pg's own timer is for a server that says nothing.
      statement_timeout: Math.max(1, statementMs - 500),
      query_timeout: statementMs,
      idle_in_transaction_session_timeout: 5_000,
      // The second one ends the statement of a client that has gone.
      options: `-c lock_timeout=1000 -c client_connection_check_interval=1000 ${SERVER_KEEPS_ALIVE}`,
      ...KEPT_ALIVE,
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

/** Keeps in mind where connections lead, as knex asks for the address once unless it is told that it has changed. */
function follow(address: Address) {
  let known = "";
  let { host, port } = new Client();
  return {
    async find(): Promise<string> {
      known = await address();
      // As pg itself reads it.
      ({ host, port } = new Client({ connectionString: known }));
      return known;
    },
    hasMoved: (): boolean => {
      const now = address();
      if (typeof now === "string") return now !== known;
      // Not known just now; whoever connects next hears why.
      now.catch(() => {});
      return false;
    },
    isWhere: (connection: Pick<Client, "host" | "port">): boolean =>
      connection.host === host && connection.port === port,
  };
}

/** A connection for migrations: few, patient, and never part of the web pool. */
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
