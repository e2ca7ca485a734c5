import { randomUUID } from "node:crypto";
import { createLotteryFeed } from "./lottery-feed.server.ts";
import type { Follower } from "./lottery-channel.server.ts";
import { createListener, type Address, type ListenerOptions, type Query } from "./listener.server.ts";
import { LIVE_CHANNEL, type Standing } from "#app/domain/live.ts";
import type { PollMessage, PollStanding } from "#app/domain/poll/poll-live.ts";
import { announce, parseMessage, type LiveNews, type PresenceMessage } from "./live-messages.server.ts";
import { createPollFeed } from "./poll-feed.server.ts";

export type LiveHub = ReturnType<typeof createLiveHub>;

/** How often the database is asked while its announcements do not arrive. */
const ASK_EVERY_MS = 2_000;

type LiveHubOptions = {
  address: Address;
  notify: ListenerOptions["notify"];
  /** How these lotteries stand now; a lottery that is missing in the answer does not exist. */
  standingsOf: (ids: readonly string[], query: Query) => Promise<Map<string, Standing>>;
  /** The same for polls. */
  pollStandingsOf: (ids: readonly string[], query: Query) => Promise<Map<string, PollStanding>>;
  onFailure: (error: unknown) => void;
  pingEveryMs?: number;
  sweepMs?: number;
  /**
   * How long a lottery without followers is remembered: longer than a stream takes to come back, so that a draw in
   * between is known without asking.
   */
  keptEmptyMs?: number;
};

/**
 * Everyone in this process who follows a lottery or a poll, over one connection that listens while there is anybody. While
 * announcements do not arrive on it, the database is asked.
 */
export function createLiveHub(options: LiveHubOptions) {
  const { address, notify, standingsOf, pollStandingsOf, onFailure, pingEveryMs } = options;
  const { sweepMs = 5_000, keptEmptyMs = 20_000 } = options;
  let query: Query | null = null;
  let closed = false;

  const lotteries = createLotteryFeed({ me: randomUUID(), say, standingsOf });
  const polls = createPollFeed({ standingsOf: pollStandingsOf });
  const sweeping = repeating(sweepMs, sweep);
  const asking = repeating(ASK_EVERY_MS, askForAll);
  const listener = createListener({
    address,
    channel: LIVE_CHANNEL,
    hear(payload) {
      const message = parseMessage(payload);
      if (message) hear(message);
    },
    async listening(ask) {
      query = ask;
      await lotteries.connected(ask);
      await polls.connected(ask);
    },
    notify,
    hearing: (hears) => (hears ? asking.stop() : asking.start()),
    onFailure,
    pingEveryMs,
  });

  async function say(message: PresenceMessage): Promise<void> {
    if (query) await announce(message, query);
  }

  function askForAll(): void {
    lotteries.askForAll();
    polls.askForAll();
  }

  function hear(message: LiveNews): void {
    if (message.kind === "gone") askForAll();
    else if ("pollId" in message) polls.hear(message.pollId);
    else if ("lotteryId" in message) lotteries.hear(message);
    else lotteries.hearPresence(message);
  }

  /** Lets one follow, and has the connection opened for it. */
  function started(follow: () => () => void): () => void {
    if (closed) return () => {};
    sweeping.start();
    const leave = follow();
    listener.wake();
    return leave;
  }

  function sweep(): void {
    const left = [lotteries.sweep(keptEmptyMs), polls.sweep(keptEmptyMs)];
    if (!left.includes(true)) void rest();
  }

  function rest(): Promise<void> {
    sweeping.stop();
    asking.stop();
    query = null;
    lotteries.disconnected();
    polls.disconnected();
    return listener.rest();
  }

  return {
    /** Whether announcements of the database arrive; while they do not, it is asked every two seconds. */
    state: listener.state,
    /**
     * Tells a visitor everything that happens to a lottery, beginning with how it stands now, until the returned
     * function is called.
     */
    follow: (lotteryId: string, follower: Follower) => started(() => lotteries.follow(lotteryId, follower)),
    /** The same for a poll. */
    followPoll: (pollId: string, tell: (message: PollMessage) => void) =>
      started(() => polls.follow(pollId, tell)),
    /** How many people wait for a draw, this visitor included, as far as this process knows. */
    waitingWith: (asked: { lotteryId: string; visitorId: string | null }) => lotteries.waitingWith(asked),
    /** Says goodbye to the other processes and closes the connection. */
    async close(): Promise<void> {
      closed = true;
      await lotteries.close();
      polls.close();
      await rest();
    },
  };
}

/** Something that is done again and again between its start and its stop, and that keeps no process alive. */
function repeating(everyMs: number, run: () => void) {
  let timer: NodeJS.Timeout | undefined;
  return {
    start(): void {
      timer ??= setInterval(run, everyMs).unref();
    },
    stop(): void {
      clearInterval(timer);
      timer = undefined;
    },
  };
}
