import type { Query } from "./listener.server.ts";

/** What has visitors that come within this time is asked for together. */
const GATHER_MS = 10;
const ASK_AT_ONCE = 200;

/**
 * Asks the database how lotteries or polls stand, many in one statement, over the connection that listens. `learn` gets
 * each answer; null for one that does not exist.
 */
export function createStandingsQueue<Standing>({
  standingsOf,
  learn,
  gatherMs = GATHER_MS,
}: {
  standingsOf: (ids: readonly string[], query: Query) => Promise<Map<string, Standing>>;
  learn: (id: string, standing: Standing | null) => void;
  gatherMs?: number;
}) {
  const waiting = new Set<string>();
  let query: Query | null = null;
  let asking = false;
  let gather: NodeJS.Timeout | undefined;

  async function askNow(ask: Query): Promise<void> {
    asking = true;
    try {
      while (waiting.size > 0) {
        const ids = [...waiting].slice(0, ASK_AT_ONCE);
        for (const id of ids) waiting.delete(id);
        const standings = await standingsOf(ids, ask);
        for (const id of ids) learn(id, standings.get(id) ?? null);
      }
    } finally {
      asking = false;
    }
  }

  return {
    /** Has one asked for soon. */
    add(id: string): void {
      waiting.add(id);
      gather ??= setTimeout(() => {
        gather = undefined;
        if (!query || asking) return;
        askNow(query).catch(() => {
          // The listener hears of it too and connects again; then everything is asked for.
        });
      }, gatherMs).unref();
    },
    /** Asks for these at once, and from now on over this connection. Rejects as the query does. */
    async connected(ask: Query, ids: Iterable<string>): Promise<void> {
      query = ask;
      for (const id of ids) waiting.add(id);
      await askNow(ask);
    },
    disconnected(): void {
      query = null;
      waiting.clear();
    },
  };
}
