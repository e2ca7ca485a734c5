import { randomUUID } from "node:crypto";
import { createLotteryChannel, type LotteryChannel, type Follower } from "./lottery-channel.server.ts";
import { createListener, type Address, type ListenerOptions, type Query } from "./listener.server.ts";
import { LIVE_CHANNEL, type Standing } from "#app/domain/live.ts";
import type { PollMessage, PollStanding } from "#app/domain/poll-live.ts";
import { announce, parseMessage, type LiveNews, type PresenceMessage } from "./live-messages.server.ts";
import { createPollFeed } from "./poll-feed.server.ts";
import { createPresence } from "./presence.server.ts";
import { createStandingsQueue } from "./standings-queue.server.ts";

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
 * Everyone in this process who follows a lottery or a poll, over one connection that listens while there is anybody. The database
 * is asked when the first visitor of a lottery comes, and for all lotteries after the connection was lost.
 */
export function createLiveHub(options: LiveHubOptions) {
  const { address, notify, standingsOf, pollStandingsOf, onFailure, pingEveryMs } = options;
  const { sweepMs = 5_000, keptEmptyMs = 20_000 } = options;
  const me = randomUUID();
  const channels = new Map<string, LotteryChannel>();
  let query: Query | null = null;
  let closed = false;
  const sweeping = repeating(sweepMs, sweep);
  const asking = repeating(ASK_EVERY_MS, askForAll);

  const listener = createListener({
    address,
    channel: LIVE_CHANNEL,
    hear: (payload) => {
      const message = parseMessage(payload);
      if (message) hear(message);
    },
    async listening(ask) {
      query = ask;
      await standings.connected(ask, channels.keys());
      await say({ kind: "came", from: me });
      presence.tellSoon(channels.keys());
      await polls.connected(ask);
    },
    notify,
    hearing: (hears) => (hears ? asking.stop() : asking.start()),
    onFailure,
    pingEveryMs,
  });

  const standings = createStandingsQueue({
    standingsOf,
    learn: (id, standing) => channels.get(id)?.learn(standing),
  });

  const polls = createPollFeed({ standingsOf: pollStandingsOf });

  const presence = createPresence({ me, say, countOf: (id) => channels.get(id)?.here() ?? 0 });

  async function say(message: PresenceMessage): Promise<void> {
    if (query) await announce(message, query);
  }

  function hear(message: LiveNews): void {
    if ("pollId" in message) return polls.hear(message.pollId);
    if ("lotteryId" in message) {
      const { lotteryId } = message;
      if (channels.get(lotteryId)?.hear(message) === "ask") standings.add(lotteryId);
      return;
    }
    if (message.from === me) return;
    if (message.kind === "came") presence.tellSoon(channels.keys());
    for (const id of presence.hear(message)) channels.get(id)?.othersChanged();
  }

  function openChannel(lotteryId: string): LotteryChannel {
    const channel = createLotteryChannel({
      countChanged: () => presence.changed(lotteryId),
      elsewhere: () => presence.elsewhere(lotteryId),
    });
    channels.set(lotteryId, channel);
    standings.add(lotteryId);
    return channel;
  }

  function askForAll(): void {
    for (const id of channels.keys()) standings.add(id);
    polls.askForAll();
  }

  function sweep(): void {
    for (const [id, channel] of channels) {
      if (channel.emptyForMs() > keptEmptyMs) channels.delete(id);
    }
    for (const id of presence.sweep(channels.keys())) channels.get(id)?.othersChanged();
    if (!polls.sweep(keptEmptyMs) && channels.size === 0) void rest();
  }

  function rest(): Promise<void> {
    sweeping.stop();
    asking.stop();
    query = null;
    standings.disconnected();
    polls.disconnected();
    presence.forget();
    return listener.rest();
  }

  return {
    /** Whether announcements of the database arrive; while they do not, it is asked every two seconds. */
    state: listener.state,
    /**
     * Tells a visitor everything that happens to a lottery, beginning with how it stands now, until the returned
     * function is called.
     */
    follow(lotteryId: string, follower: Follower): () => void {
      if (closed) return () => {};
      sweeping.start();
      const channel = channels.get(lotteryId) ?? openChannel(lotteryId);
      listener.wake();
      return channel.follow(follower);
    },
    /** The same for a poll. */
    followPoll(pollId: string, tell: (message: PollMessage) => void): () => void {
      if (closed) return () => {};
      sweeping.start();
      const leave = polls.follow(pollId, tell);
      listener.wake();
      return leave;
    },
    /** How many people wait for a draw, this visitor included, as far as this process knows. */
    waitingWith({ lotteryId, visitorId }: { lotteryId: string; visitorId: string | null }): number {
      const channel = channels.get(lotteryId);
      const others = channel?.waiting() ?? presence.elsewhere(lotteryId);
      return visitorId !== null && channel?.includes(visitorId) ? others : others + 1;
    },
    /** Says goodbye to the other processes and closes the connection. */
    async close(): Promise<void> {
      closed = true;
      if (channels.size > 0) {
        await say({ kind: "left", from: me }).catch(() => {
          // Not sent: the other processes find out when this one no longer repeats its counts.
        });
      }
      channels.clear();
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
