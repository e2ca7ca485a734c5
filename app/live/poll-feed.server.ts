import type { PollMessage, PollStanding } from "#app/domain/poll/poll-live.ts";
import type { Query } from "./listener.server.ts";
import { createStandingsQueue } from "./standings-queue.server.ts";

/** Votes that come within this time are told of together, so that a rush of them costs four statements a second. */
const GATHER_MS = 250;
/** The longest that a timer can wait; then it is asked again. */
const TIMER_MAX_MS = 2 ** 31 - 1;

type Tell = (message: PollMessage) => void;

type Channel = {
  followers: Set<Tell>;
  /** `at` by performance.now(). */
  known: { standing: PollStanding; at: number } | null;
  deleted: boolean;
  end: NodeJS.Timeout | undefined;
  emptySince: number;
};

/**
 * Everyone in this process who follows a poll. The database is asked when the first follower of a poll comes, when it
 * announces something, and at the poll's end, which it does not announce: one statement for all polls and followers.
 */
export function createPollFeed({
  standingsOf,
}: {
  /** How these polls stand now; a poll that is missing in the answer does not exist. */
  standingsOf: (ids: readonly string[], query: Query) => Promise<Map<string, PollStanding>>;
}) {
  const channels = new Map<string, Channel>();
  const queue = createStandingsQueue<PollStanding>({ standingsOf, learn, gatherMs: GATHER_MS });

  function open(pollId: string): Channel {
    const channel: Channel = {
      followers: new Set(),
      known: null,
      deleted: false,
      end: undefined,
      emptySince: performance.now(),
    };
    channels.set(pollId, channel);
    queue.add(pollId);
    return channel;
  }

  function learn(pollId: string, standing: PollStanding | null): void {
    const channel = channels.get(pollId);
    if (!channel || channel.deleted) return;
    clearTimeout(channel.end);
    channel.deleted = standing === null;
    channel.known = standing && { standing, at: performance.now() };
    if (standing && !standing.ended) {
      const wait = Math.min(Math.ceil(standing.endsInMs), TIMER_MAX_MS);
      channel.end = setTimeout(() => queue.add(pollId), wait).unref();
    }
    for (const tell of channel.followers) tellOf(channel, tell);
  }

  return {
    follow(pollId: string, tell: Tell): () => void {
      const channel = channels.get(pollId) ?? open(pollId);
      // One follower may have several streams.
      const mine: Tell = (message) => tell(message);
      channel.followers.add(mine);
      tellOf(channel, mine);
      return () => {
        if (channel.followers.delete(mine)) channel.emptySince = performance.now();
      };
    },
    /** Notes that the database has announced something about a poll. */
    hear(pollId: string): void {
      if (channels.has(pollId)) queue.add(pollId);
    },
    /** Asks for all polls at once, and from now on over this connection. Rejects as the query does. */
    connected: (query: Query) => queue.connected(query, channels.keys()),
    disconnected: () => queue.disconnected(),
    askForAll(): void {
      for (const id of channels.keys()) queue.add(id);
    },
    /** Forgets polls that nobody has followed for so long, and answers whether any are left. */
    sweep(keptEmptyMs: number): boolean {
      for (const [id, { followers, emptySince, end }] of channels) {
        if (followers.size > 0 || performance.now() - emptySince <= keptEmptyMs) continue;
        clearTimeout(end);
        channels.delete(id);
      }
      return channels.size > 0;
    },
    close(): void {
      for (const { end } of channels.values()) clearTimeout(end);
      channels.clear();
    },
  };
}

function tellOf({ known, deleted }: Channel, tell: Tell): void {
  if (deleted) return tell({ ended: false, endsInMs: 0, voters: 0, soFar: null, deleted });
  if (!known) return;
  const endsInMs = Math.max(0, Math.round(known.standing.endsInMs - (performance.now() - known.at)));
  tell({ ...known.standing, endsInMs, deleted });
}
