import type { Standing } from "#app/domain/live.ts";
import type { Query } from "./listener.server.ts";
import type { LotteryMessage, PresenceMessage } from "./live-messages.server.ts";
import { createLotteryChannel, type Follower, type LotteryChannel } from "./lottery-channel.server.ts";
import { createPresence } from "./presence.server.ts";
import { createStandingsQueue } from "./standings-queue.server.ts";

/**
 * Everyone in this process who follows a lottery, and how many wait for it elsewhere. The database is asked when the first
 * follower of a lottery comes, when its announcement does not tell all, and for all lotteries after the connection was lost.
 */
export function createLotteryFeed({
  me,
  say,
  standingsOf,
}: {
  /** What this process is called among others. */
  me: string;
  /** Tells the other processes. May reject. */
  say: (message: PresenceMessage) => Promise<void>;
  /** How these lotteries stand now; a lottery that is missing in the answer does not exist. */
  standingsOf: (ids: readonly string[], query: Query) => Promise<Map<string, Standing>>;
}) {
  const channels = new Map<string, LotteryChannel>();
  const presence = createPresence({ me, say, countOf: (id) => channels.get(id)?.here() ?? 0 });
  const queue = createStandingsQueue<Standing>({
    standingsOf,
    learn: (id, standing) => channels.get(id)?.learn(standing),
  });

  function open(lotteryId: string): LotteryChannel {
    const channel = createLotteryChannel({
      countChanged: () => presence.changed(lotteryId),
      elsewhere: () => presence.elsewhere(lotteryId),
    });
    channels.set(lotteryId, channel);
    queue.add(lotteryId);
    return channel;
  }

  return {
    follow(lotteryId: string, follower: Follower): () => void {
      return (channels.get(lotteryId) ?? open(lotteryId)).follow(follower);
    },
    /** How many people wait for a draw, this visitor included, as far as this process knows. */
    waitingWith({ lotteryId, visitorId }: { lotteryId: string; visitorId: string | null }): number {
      const channel = channels.get(lotteryId);
      const others = channel?.waiting() ?? presence.elsewhere(lotteryId);
      return visitorId !== null && channel?.includes(visitorId) ? others : others + 1;
    },
    /** Notes what the database has announced about a lottery. */
    hear(message: LotteryMessage): void {
      const { lotteryId } = message;
      if (channels.get(lotteryId)?.hear(message) === "ask") queue.add(lotteryId);
    },
    /** Notes what a process says of those who wait there. */
    hearPresence(message: PresenceMessage): void {
      if (message.from === me) return;
      if (message.kind === "came") presence.tellSoon(channels.keys());
      for (const id of presence.hear(message)) channels.get(id)?.othersChanged();
    },
    /** Asks for all lotteries at once, and from now on over this connection. Rejects as the query does. */
    async connected(query: Query): Promise<void> {
      await queue.connected(query, channels.keys());
      await say({ kind: "came", from: me });
      presence.tellSoon(channels.keys());
    },
    disconnected(): void {
      queue.disconnected();
      presence.forget();
    },
    askForAll(): void {
      for (const id of channels.keys()) queue.add(id);
    },
    /** Forgets lotteries that nobody has followed for so long, and answers whether any are left. */
    sweep(keptEmptyMs: number): boolean {
      for (const [id, channel] of channels) {
        if (channel.emptyForMs() > keptEmptyMs) channels.delete(id);
      }
      for (const id of presence.sweep(channels.keys())) channels.get(id)?.othersChanged();
      return channels.size > 0;
    },
    /** Says goodbye to the other processes. */
    async close(): Promise<void> {
      const followed = channels.size > 0;
      channels.clear();
      if (!followed) return;
      await say({ kind: "left", from: me }).catch(() => {
        // Not sent: the other processes find out when this one no longer repeats its counts.
      });
    },
  };
}
