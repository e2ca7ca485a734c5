import type { Knex } from "knex";
import type pg from "pg";
import { codeOf, failureKind } from "./failure.server.ts";

/** Shorter pings would declare a slow database dead: with 300 ms, a latency of 300 ms made every write fail. */
const PING_TIMEOUT_MS = 1_000;
/** A connection that answered this recently is used without a ping. */
const TRUSTED_FOR_MS = 500;

/** The parts of a pg connection that show its state. `_activeQuery` is private, which is why pg's version is pinned. */
type Connection = Pick<pg.Client, "query"> & {
  __knexUid: string;
  _activeQuery?: unknown;
  getTransactionStatus(): string | null;
};

/**
 * Decides each time a pooled connection is handed out whether it can be trusted. It is thrown away if it failed in use,
 * is still busy with an abandoned statement, is in a transaction, or has not answered since a ping failed.
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
      // Reported by the return value. After one dead connection all others that have not answered since are
      // distrusted, without a ping each.
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
      // After 25006 (read-only) a session may stay read-only even when the database can be written again, so it is
      // not used again.
      const lasting = failureKind(error) === "unreachable" || codeOf(error) === "25006";
      if (lasting) suspects.add(query.__knexUid);
    });
    // A successful login counts as an answer.
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
