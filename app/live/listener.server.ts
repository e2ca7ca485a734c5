import { randomBytes } from "node:crypto";
import { Client } from "pg";

/** Where the database is; asked again for each new connection, because an embedded server may move. */
export type Address = () => string | Promise<string>;
export type Query = <Row extends object>(text: string, values?: unknown[]) => Promise<Row[]>;

export type ListenerOptions = {
  /** Where the database is; asked again for each new connection. */
  address: Address;
  channel: string;
  hear: (payload: string) => void;
  /** Called each time it listens anew, with what asks the same connection: nothing is missed between the two. */
  listening: (query: Query) => Promise<void>;
  /** Sends an empty notification to a channel over another connection, to see whether it is heard here. */
  notify: (channel: string) => Promise<unknown>;
  /** Called when it is found that what others announce is heard, or is not heard any more. */
  hearing: (hears: boolean) => void;
  /** Told once when the connection is lost, cannot be had or is deaf, not for each further attempt. */
  onFailure: (error: unknown) => void;
  pingEveryMs?: number | undefined;
};

/** `deaf`: connected, but nothing that is announced arrives. */
export type ListenerState = "resting" | "connecting" | "listening" | "deaf";

/** A connection that may be used but hears nothing, as those of a pooler that lends them for a transaction. */
class ListenerDeaf extends Error {
  readonly code = "EDEAF";
}

/** Connecting, and any statement: above a slow database's answer, below people's patience. */
const ANSWER_MS = 2_000;
/** From an announcement to its hearing; PostgreSQL needs a few milliseconds. */
const HEARD_WITHIN_MS = 1_500;
const RETRY_MS = [100, 250, 500, 1_000, 2_000] as const;

/**
 * The one connection of this process that listens, outside the pool. Open only while wanted; when it is lost it comes
 * back by itself, with back-off, and `listening` is called again. Nothing is ever thrown.
 */
export function createListener(options: ListenerOptions) {
  const { address, channel, hear, listening, notify, hearing, onFailure, pingEveryMs = 5_000 } = options;
  const echo = createEcho(notify);
  let wanted = false;
  let state: ListenerState = "resting";
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
      mine.on("notification", ({ channel: from, payload = "" }) => {
        if (current !== mine) return;
        if (from === echo.channel) echo.heard();
        else hear(payload);
      });
      await mine.connect();
      await mine.query(`listen ${channel}; listen ${echo.channel}`);
      await listening(asking(mine));
      attempts = 0;
      await checkHearing(mine);
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
    if (current !== client) return;
    timer = setTimeout(() => {
      client
        .query("select 1")
        .then(() => checkHearing(client))
        .then(
          () => pingLater(client),
          (error: unknown) => lose(client, error),
        );
    }, pingEveryMs);
    timer.unref();
  }

  async function checkHearing(client: Client): Promise<void> {
    const hears = await echo.arrives();
    if (hears === null || current !== client) return;
    if (!hears && state !== "deaf") {
      onFailure(
        new ListenerDeaf("announcements do not arrive; is there a pooler in transaction mode between?"),
      );
    }
    state = hears ? "listening" : "deaf";
    hearing(hears);
  }

  function lose(client: Client | null, error: unknown): void {
    if (client !== current) return;
    current = null;
    state = wanted ? "connecting" : "resting";
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
    state: (): ListenerState => state,
    /** Has it open, and kept open. */
    wake(): void {
      if (wanted) return;
      wanted = true;
      state = "connecting";
      attempts = 0;
      void open();
    },
    /** Lets it go; resolves when the connection is closed, within a second. */
    rest(): Promise<void> {
      wanted = false;
      state = "resting";
      clearTimeout(timer);
      if (current) lose(current, null);
      return lastWords;
    },
  };
}

function clientOf(connectionString: string): Client {
  return new Client({
    connectionString,
    application_name: "movie-lottery live",
    connectionTimeoutMillis: ANSWER_MS,
    statement_timeout: ANSWER_MS - 500,
    query_timeout: ANSWER_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
}

/** Finds out whether announcements of other connections arrive on the one that listens to its `channel`. */
function createEcho(notify: ListenerOptions["notify"]) {
  const channel = `echo_${randomBytes(6).toString("hex")}`;
  let heard = () => {};
  return {
    channel,
    heard: () => heard(),
    /**
     * Whether an announcement arrives in time; null when none could be sent, which says nothing of this connection. Sent
     * by another connection, because a pooler may well give back to a client what it announced itself.
     */
    async arrives(): Promise<boolean | null> {
      const arrived = new Promise<true>((resolve) => (heard = () => resolve(true)));
      const sent = await notify(channel).then(
        () => true,
        () => false,
      );
      return sent ? ((await Promise.race([arrived, after(HEARD_WITHIN_MS)])) ?? false) : null;
    },
  };
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
    after(GOODBYE_MS),
  ]);
  clearTimeout(impatient);
  stream.destroy();
}

function after(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, ms, undefined).unref());
}
