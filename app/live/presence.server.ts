import type { PresenceMessage } from "./live-messages.server.ts";

const TELL_AT_MOST_EVERY_MS = 1_000;
const REPEAT_MS = 20_000;
/** How long a count is believed: until two repetitions have failed to come. */
const BELIEVED_FOR_MS = 45_000;
/** How many lotteries fit into a message, which may have 8,000 bytes. */
const TOLD_AT_ONCE = 200;

/** `until` by performance.now(). */
type Count = { people: number; until: number };

/**
 * Knows how many people wait for each lottery in other processes, and tells those how many wait here: at most one
 * message a second, however many people come and go.
 */
export function createPresence({
  me,
  say,
  countOf,
}: {
  me: string;
  /** May reject; what was not told then is told with the next repetition. */
  say: (message: PresenceMessage) => Promise<void>;
  /** How many people wait in this process. */
  countOf: (lotteryId: string) => number;
}) {
  /** Counts by lottery, then by process. */
  const others = new Map<string, Map<string, Count>>();
  const toTell = new Set<string>();
  const toldLast = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let repeatAt = performance.now() + REPEAT_MS;

  function changed(lotteryId: string): void {
    toTell.add(lotteryId);
    timer ??= setTimeout(() => {
      timer = undefined;
      tell().catch(() => {
        // Not connected at the moment; all counts are told when it is again.
      });
    }, TELL_AT_MOST_EVERY_MS).unref();
  }

  async function tell(): Promise<void> {
    const counts = [...toTell].map((id) => [id, countOf(id)] as const);
    toTell.clear();
    const unsaid = counts.filter(([id, people]) => (toldLast.get(id) ?? 0) !== people);
    for (let start = 0; start < unsaid.length; start += TOLD_AT_ONCE) {
      const some = unsaid.slice(start, start + TOLD_AT_ONCE);
      await say({ kind: "waiting", from: me, counts: Object.fromEntries(some) });
      for (const [id, people] of some) {
        if (people > 0) toldLast.set(id, people);
        else toldLast.delete(id);
      }
    }
  }

  function tellSoon(ids: Iterable<string>): void {
    toldLast.clear();
    for (const id of ids) changed(id);
  }

  /** Notes what another process says, and answers which lotteries it is about. */
  function hear(message: PresenceMessage): string[] {
    if (message.kind === "came") return [];
    if (message.kind === "left") return forgetWhere((from) => from === message.from);
    const until = performance.now() + BELIEVED_FOR_MS;
    for (const [id, people] of Object.entries(message.counts)) {
      const counts = others.get(id) ?? new Map<string, Count>();
      counts.set(message.from, { people, until });
      if (people === 0) counts.delete(message.from);
      if (counts.size > 0) others.set(id, counts);
      else others.delete(id);
    }
    return Object.keys(message.counts);
  }

  function forgetWhere(wrong: (from: string, count: Count) => boolean): string[] {
    const touched: string[] = [];
    for (const [id, counts] of others) {
      for (const [from, count] of counts) {
        if (!wrong(from, count)) continue;
        counts.delete(from);
        touched.push(id);
      }
      if (counts.size === 0) others.delete(id);
    }
    return touched;
  }

  return {
    changed,
    tellSoon,
    hear,
    elsewhere(lotteryId: string): number {
      let people = 0;
      for (const count of others.get(lotteryId)?.values() ?? []) people += count.people;
      return people;
    },
    /**
     * To be called every few seconds: repeats our counts, forgets old ones of others, and answers which lotteries those
     * were of.
     */
    sweep(ids: Iterable<string>): string[] {
      const now = performance.now();
      if (now >= repeatAt) {
        repeatAt = now + REPEAT_MS;
        tellSoon(ids);
      }
      return forgetWhere((_, { until }) => until < now);
    },
    forget(): void {
      clearTimeout(timer);
      timer = undefined;
      toTell.clear();
      toldLast.clear();
      others.clear();
    },
  };
}
