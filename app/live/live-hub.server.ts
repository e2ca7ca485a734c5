import { randomUUID } from "node:crypto";
import { createAudience, type Audience, type Follower } from "./lottery-channel.server.ts";
import { createListener, type ListenerOptions, type Query } from "./listener.server.ts";
import { NEWS_CHANNEL } from "#app/data/news-channel.server.ts";
import { announce, parseMessage, standingsOf, type News, type Roll } from "./live-messages.server.ts";
import type { Address } from "#app/data/reliability/pool.server.ts";
import { createRoll } from "./presence.server.ts";

export type Audiences = ReturnType<typeof createAudiences>;

/** Visitors who come within this time are asked for together. */
const GATHER_MS = 10;
const ASK_AT_ONCE = 200;
/** How often the database is asked while its announcements do not arrive. */
const ASK_EVERY_MS = 2_000;

/**
 * Everyone who follows a lottery in this process, on one connection that listens while there is anybody. The database
 * is asked once when the first visitor of a lottery comes, and once for all lotteries after the connection was lost.
 */
export function createAudiences({
  address,
  notify,
  onFailure,
  pingEveryMs,
  sweepMs = 5_000,
  keptEmptyMs = 20_000,
}: {
  address: Address;
  notify: ListenerOptions["notify"];
  onFailure: (error: unknown) => void;
  pingEveryMs?: number;
  sweepMs?: number;
  /** Longer than a stream needs to come back, so that a draw in between is known without asking. */
  keptEmptyMs?: number;
}) {
  const me = randomUUID();
  const audiences = new Map<string, Audience>();
  const toAsk = new Set<string>();
  let query: Query | null = null;
  let asking = false;
  let closed = false;
  let gather: NodeJS.Timeout | undefined;
  let sweeper: NodeJS.Timeout | undefined;
  let asker: NodeJS.Timeout | undefined;

  const listener = createListener({
    address,
    channel: NEWS_CHANNEL,
    hear: (payload) => {
      const message = parseMessage(payload);
      if (message) hear(message);
    },
    async listening(ask) {
      query = ask;
      for (const id of audiences.keys()) toAsk.add(id);
      await askNow(ask);
      await say({ kind: "came", from: me });
      roll.tellSoon(audiences.keys());
    },
    notify,
    hearing(hears) {
      if (!hears) asker ??= setInterval(askForAll, ASK_EVERY_MS).unref();
      else {
        clearInterval(asker);
        asker = undefined;
      }
    },
    onFailure,
    pingEveryMs,
  });

  const roll = createRoll({ me, say, countOf: (id) => audiences.get(id)?.here() ?? 0 });

  async function say(message: Roll): Promise<void> {
    if (query) await announce(message, query);
  }

  function hear(message: News | Roll): void {
    if ("lotteryId" in message) {
      const { lotteryId } = message;
      if (audiences.get(lotteryId)?.hear(message) === "ask") askSoon(lotteryId);
      return;
    }
    if (message.from === me) return;
    if (message.kind === "came") roll.tellSoon(audiences.keys());
    for (const id of roll.hear(message)) audiences.get(id)?.othersChanged();
  }

  function askForAll(): void {
    for (const id of audiences.keys()) askSoon(id);
  }

  function askSoon(id: string): void {
    toAsk.add(id);
    gather ??= setTimeout(() => {
      gather = undefined;
      if (query && !asking) {
        askNow(query).catch(() => {
          // The listener heard of it too: it connects again, and everything is asked then.
        });
      }
    }, GATHER_MS).unref();
  }

  async function askNow(ask: Query): Promise<void> {
    asking = true;
    try {
      while (toAsk.size > 0) {
        const ids = [...toAsk].slice(0, ASK_AT_ONCE);
        for (const id of ids) toAsk.delete(id);
        const standings = await standingsOf(ids, ask);
        for (const id of ids) audiences.get(id)?.learn(standings.get(id) ?? null);
      }
    } finally {
      asking = false;
    }
  }

  function sweep(): void {
    for (const [id, audience] of audiences) {
      if (audience.emptyForMs() > keptEmptyMs) audiences.delete(id);
    }
    for (const id of roll.sweep(audiences.keys())) audiences.get(id)?.othersChanged();
    if (audiences.size === 0) void rest();
  }

  function rest(): Promise<void> {
    clearInterval(sweeper);
    clearInterval(asker);
    sweeper = asker = undefined;
    query = null;
    toAsk.clear();
    roll.forget();
    return listener.rest();
  }

  return {
    /** Whether announcements of the database arrive; while they do not, it is asked every two seconds. */
    state: listener.state,
    /** Has a visitor told of everything that happens to a lottery, from how it stands now on; until the end is called. */
    follow(lotteryId: string, follower: Follower): () => void {
      if (closed) return () => {};
      sweeper ??= setInterval(sweep, sweepMs).unref();
      const known = audiences.get(lotteryId);
      const audience =
        known ??
        createAudience({
          countChanged: () => roll.changed(lotteryId),
          elsewhere: () => roll.elsewhere(lotteryId),
        });
      audiences.set(lotteryId, audience);
      if (!known) askSoon(lotteryId);
      listener.wake();
      return audience.follow(follower);
    },
    /** How many people wait for a draw when this one does too, as far as this process knows. */
    waitingWith({ lotteryId, visitorId }: { lotteryId: string; visitorId: string | null }): number {
      const audience = audiences.get(lotteryId);
      const others = audience?.waiting() ?? roll.elsewhere(lotteryId);
      return visitorId !== null && audience?.includes(visitorId) ? others : others + 1;
    },
    /** Says goodbye to the other processes and closes the connection. */
    async close(): Promise<void> {
      closed = true;
      if (audiences.size > 0) {
        await say({ kind: "left", from: me }).catch(() => {
          // They will notice by themselves.
        });
      }
      audiences.clear();
      await rest();
    },
  };
}
