import type { Knex } from "knex";
import type pg from "pg";
import { codeOf, failureKind } from "./failure.server.ts";

/** Shorter pings turn a slow database into a dead one: at 300 ms, latency of 300 ms lost every write. */
const PING_TIMEOUT_MS = 1_000;
/** A connection that answered this recently is not asked again. */
const TRUSTED_FOR_MS = 500;

/** The parts of a pg connection that tell its state. `_activeQuery` is private, which is why pg is pinned exactly. */
type Connection = Pick<pg.Client, "query"> & {
  __knexUid: string;
  _activeQuery?: unknown;
  getTransactionStatus(): string | null;
};

/**
 * Decides at each acquire whether a pooled connection can be trusted (pre-ping). One that failed in use, is still busy
 * with an abandoned statement, sits in a transaction, or is older than the last failed ping is thrown away.
 */
export function connectionHealth({ now = () => performance.now() }: { now?: () => number } = {}) {
  const suspects = new Set<string>();
  const lastAnswer = new Map<string, number>();
  let invalidBefore = -Infinity;

  async function validate(connection: Connection): Promise<boolean> {
    const id = connection.__knexUid;
    if (suspects.has(id) || connection._activeQuery) return false;
    if (connection.getTransactionStatus() !== "I") return false;
    const answered = lastAnswer.get(id);
    if (answered !== undefined && answered < invalidBefore) return false;
    if (answered !== undefined && now() - answered < TRUSTED_FOR_MS) return true;
    return ping(connection);
  }

  async function ping(connection: Connection): Promise<boolean> {
    try {
      // pg honours query_timeout per statement; its types do not know the key.
      await connection.query({ text: "select 1", query_timeout: PING_TIMEOUT_MS } as pg.QueryConfig);
      lastAnswer.set(connection.__knexUid, now());
      return true;
    } catch {
      // The answer is the return value: one dead connection condemns all that are older, without a ping each.
      invalidBefore = now();
      return false;
    }
  }

  /** Learns from what statements bring back. Call once with the pool's knex. */
  function watch(knex: Knex): void {
    knex.on("query-response", (_response: unknown, query: { __knexUid: string }) => {
      lastAnswer.set(query.__knexUid, now());
    });
    knex.on("query-error", (error: unknown, query: { __knexUid: string }) => {
      // A session may stay read-only (25006) after the database, or the one that took its place, can be written again.
      const lasting = failureKind(error) === "unreachable" || codeOf(error) === "25006";
      if (lasting) suspects.add(query.__knexUid);
    });
    // Its login was an answer.
    knex.client.pool.on("createSuccess", (_event: number, connection: Connection) => {
      lastAnswer.set(connection.__knexUid, now());
    });
    knex.client.pool.on("destroyRequest", (_event: number, connection: Connection) => {
      suspects.delete(connection.__knexUid);
      lastAnswer.delete(connection.__knexUid);
    });
  }

  return { validate, watch };
}
