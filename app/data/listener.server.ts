import { Client } from "pg";
import type { Address } from "./pool.server.ts";

export type Query = <Row extends object>(text: string, values?: unknown[]) => Promise<Row[]>;
export type Listener = ReturnType<typeof createListener>;

export type ListenerOptions = {
  /** Where the database is; asked again for each new connection. */
  address: Address;
  channel: string;
  hear: (payload: string) => void;
  /** Called each time it listens anew, with what asks the same connection: nothing is missed between the two. */
  listening: (query: Query) => Promise<void>;
  /** Told once when the connection is lost or cannot be had, not for each further attempt. */
  onFailure: (error: unknown) => void;
  pingEveryMs?: number | undefined;
};

/** Connecting, and any statement: above a slow database's answer, below people's patience. */
const ANSWER_MS = 2_000;
const RETRY_MS = [100, 250, 500, 1_000, 2_000] as const;

/**
 * The one connection of this process that listens, outside the pool. Open only while wanted; when it is lost it comes
 * back by itself, with back-off, and `listening` is called again. Nothing is ever thrown.
 */
export function createListener(options: ListenerOptions) {
  const { address, channel, hear, listening, onFailure, pingEveryMs = 5_000 } = options;
  let wanted = false;
  let current: Client | null = null;
  let attempts = 0;
  let timer: NodeJS.Timeout | undefined;
  let lastWords: Promise<void> = Promise.resolve();

  async function open(): Promise<void> {
    let client: Client | null = null;
    try {
      client = clientOf(await address());
      if (!wanted || current) return;
      current = client;
      const mine = client;
      mine.on("error", (error) => lose(mine, error));
      mine.on("end", () => lose(mine, new Error("Connection terminated")));
      mine.on("notification", ({ payload = "" }) => {
        if (current === mine) hear(payload);
      });
      await mine.connect();
      await mine.query(`listen ${channel}`);
      await listening(asking(mine));
      attempts = 0;
      pingLater(mine);
    } catch (error) {
      lose(client, error);
    }
  }

  function asking(client: Client): Query {
    return async <Row extends object>(text: string, values: unknown[] = []) => {
      try {
        return (await client.query<Row>(text, values)).rows;
      } catch (error) {
        lose(client, error);
        throw error;
      }
    };
  }

  /** TCP finds a silent peer only after minutes, and a connection that only listens never sends. */
  function pingLater(client: Client): void {
    timer = setTimeout(() => {
      client.query("select 1").then(
        () => current === client && pingLater(client),
        (error: unknown) => lose(client, error),
      );
    }, pingEveryMs);
    timer.unref();
  }

  function lose(client: Client | null, error: unknown): void {
    if (client !== current) return;
    current = null;
    clearTimeout(timer);
    if (client) lastWords = goodbye(client);
    if (!wanted) return;
    if (attempts === 0) onFailure(error);
    const wait = RETRY_MS[Math.min(attempts++, RETRY_MS.length - 1)]!;
    // Spread, or all processes come back to a restarted server at once.
    timer = setTimeout(() => void open(), wait * (0.5 + Math.random() / 2));
    timer.unref();
  }

  return {
    /** Has it open, and kept open. */
    wake(): void {
      if (wanted) return;
      wanted = true;
      attempts = 0;
      void open();
    },
    /** Lets it go; resolves when the connection is closed, within a second. */
    rest(): Promise<void> {
      wanted = false;
      clearTimeout(timer);
      if (current) lose(current, null);
      return lastWords;
    },
  };

  function clientOf(connectionString: string): Client {
    return new Client({
      connectionString,
      application_name: "movie-lottery news",
      connectionTimeoutMillis: ANSWER_MS,
      statement_timeout: ANSWER_MS - 500,
      query_timeout: ANSWER_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    });
  }
}

const GOODBYE_MS = 500;

/** Ends a connection politely, and by force when the server does not answer. */
async function goodbye(client: Client): Promise<void> {
  // Its socket may still complain.
  client.removeAllListeners().on("error", () => {});
  const { stream } = (client as unknown as { connection: { stream: { destroy(): void } } }).connection;
  const impatient = setTimeout(() => stream.destroy(), GOODBYE_MS);
  impatient.unref();
  await Promise.race([
    client.end().catch(() => {
      // Gone already, which is what was wanted.
    }),
    new Promise((resolve) => setTimeout(resolve, GOODBYE_MS).unref()),
  ]);
  clearTimeout(impatient);
  stream.destroy();
}
