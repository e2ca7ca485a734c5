import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";

/** Where the database is; asked again for each new connection, because an embedded server may move. */
export type Address = () => string | Promise<string>;
export type Query = <Row extends object>(text: string, values?: unknown[]) => Promise<Row[]>;

export type ListenerOptions = {
  /** Where the database is; asked again for each new connection. */
  address: Address;
  channel: string;
  hear: (payload: string) => void;
  /** Called each time it begins to listen, with what queries the same connection: so nothing is missed in between. */
  listening: (query: Query) => Promise<void>;
  /** Sends an empty notification to a channel over another connection, to see whether it is heard here. */
  notify: (channel: string) => Promise<unknown>;
  /** Called when it is found out whether announcements of other connections are heard. */
  hearing: (hears: boolean) => void;
  /** Called once when the connection is lost, cannot be made or hears nothing; not for each further attempt. */
  onFailure: (error: unknown) => void;
  pingEveryMs?: number | undefined;
};

/** `deaf`: connected, but no announcements arrive. */
export type ListenerState = "resting" | "connecting" | "listening" | "deaf";

/** A connection that works but hears nothing, as with a pooler that lends connections for one transaction at a time. */
class ListenerDeaf extends Error {
  readonly code = "EDEAF";
}

/** For connecting and for any statement: longer than a slow database takes, shorter than people's patience. */
const ANSWER_MS = 2_000;
/** How long an announcement may take to be heard; PostgreSQL needs a few milliseconds. */
const HEARD_WITHIN_MS = 1_500;
const RETRY_MS = [100, 250, 500, 1_000, 2_000] as const;

/**
 * The one connection of this process that listens, outside the pool. It is open only while it is needed. When it is
 * lost it is made again, with growing waits, and `listening` is called again. Never throws.
 */
export function createListener(options: ListenerOptions) {
  const { address, channel, hear, listening, notify, hearing, onFailure, pingEveryMs = 5_000 } = options;
  const echo = createEcho(notify);
  let wanted = false;
  let state: ListenerState = "resting";
  let current: Client | null = null;
  let nextPing: NodeJS.Timeout | undefined;
  const retries = createRetries(() => void open());
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
      retries.reset();
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

  /** TCP notices a silent peer only after minutes, and a connection that only listens never sends anything itself. */
  function pingLater(client: Client): void {
    if (current !== client) return;
    nextPing = setTimeout(() => {
      client
        .query("select 1")
        .then(() => checkHearing(client))
        .then(
          () => pingLater(client),
          (error: unknown) => lose(client, error),
        );
    }, pingEveryMs).unref();
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
    clearTimeout(nextPing);
    if (client) lastWords = goodbye(client);
    if (!wanted) return;
    if (retries.again() === 1) onFailure(error);
  }

  return {
    state: (): ListenerState => state,
    /** Opens the connection and keeps it open. */
    wake(): void {
      if (wanted) return;
      wanted = true;
      state = "connecting";
      void open();
    },
    /** Closes the connection; resolves when it is closed, within a second. */
    rest(): Promise<void> {
      wanted = false;
      state = "resting";
      clearTimeout(nextPing);
      retries.reset();
      if (current) lose(current, null);
      return lastWords;
    },
  };
}

/** Tries again after growing waits, until it is reset. */
function createRetries(run: () => void) {
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  return {
    /** Answers how many times in a row this was needed. */
    again(): number {
      const wait = RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]!;
      // Spread out, or all processes come back to a restarted server at the same moment.
      timer = setTimeout(run, wait * (0.5 + Math.random() / 2)).unref();
      return (failures += 1);
    },
    reset(): void {
      clearTimeout(timer);
      failures = 0;
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
      return sent
        ? ((await Promise.race([arrived, delay(HEARD_WITHIN_MS, undefined, { ref: false })])) ?? false)
        : null;
    },
  };
}

const GOODBYE_MS = 500;

/** Ends a connection politely, and by force when the server does not answer. */
async function goodbye(client: Client): Promise<void> {
  // The socket may still report errors.
  client.removeAllListeners().on("error", () => {});
  const { stream } = (client as unknown as { connection: { stream: { destroy(): void } } }).connection;
  const impatient = setTimeout(() => stream.destroy(), GOODBYE_MS);
  impatient.unref();
  await Promise.race([
    client.end().catch(() => {
      // Closed already, which is what we want.
    }),
    delay(GOODBYE_MS, undefined, { ref: false }),
  ]);
  clearTimeout(impatient);
  stream.destroy();
}
