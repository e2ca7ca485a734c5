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
  const own = createOwnCounts({
    countOf,
    say: (counts) => say({ kind: "waiting", from: me, counts }),
  });
  const others = createOtherCounts();
  let repeatAt = performance.now() + REPEAT_MS;

  return {
    changed: own.changed,
    tellSoon: (ids: Iterable<string>): void => own.tellSoon(ids),
    elsewhere: (lotteryId: string): number => others.sumOf(lotteryId),
    /** Notes what another process says, and answers which lotteries it is about. */
    hear(message: PresenceMessage): string[] {
      if (message.kind === "came") return [];
      if (message.kind === "left") return others.removeWhere((from) => from === message.from);
      return others.note(message.from, message.counts);
    },
    /**
     * To be called every few seconds: repeats our counts, forgets old ones of others, and answers which lotteries those
     * were of.
     */
    sweep(ids: Iterable<string>): string[] {
      const now = performance.now();
      if (now >= repeatAt) {
        repeatAt = now + REPEAT_MS;
        own.tellSoon(ids);
      }
      return others.removeWhere((_, { until }) => until < now);
    },
    forget(): void {
      own.forget();
      others.clear();
    },
  };
}

/** Tells the counts of this process: those that have changed, about a second after they did. */
function createOwnCounts({
  countOf,
  say,
}: {
  countOf: (lotteryId: string) => number;
  say: (counts: Record<string, number>) => Promise<void>;
}) {
  const toTell = new Set<string>();
  const toldLast = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;

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
      await say(Object.fromEntries(some));
      for (const [id, people] of some) {
        if (people > 0) toldLast.set(id, people);
        else toldLast.delete(id);
      }
    }
  }

  return {
    changed,
    /** Tells the counts of these lotteries soon, changed or not. */
    tellSoon(ids: Iterable<string>): void {
      toldLast.clear();
      for (const id of ids) changed(id);
    },
    forget(): void {
      clearTimeout(timer);
      timer = undefined;
      toTell.clear();
      toldLast.clear();
    },
  };
}

/** The counts that other processes have told. */
function createOtherCounts() {
  /** Counts by lottery, then by process. */
  const others = new Map<string, Map<string, Count>>();
  return {
    sumOf(lotteryId: string): number {
      let people = 0;
      for (const count of others.get(lotteryId)?.values() ?? []) people += count.people;
      return people;
    },
    /** Notes the counts of a process, and answers which lotteries they are of. */
    note(from: string, told: Record<string, number>): string[] {
      const until = performance.now() + BELIEVED_FOR_MS;
      for (const [id, people] of Object.entries(told)) {
        const counts = others.get(id) ?? new Map<string, Count>();
        counts.set(from, { people, until });
        if (people === 0) counts.delete(from);
        if (counts.size > 0) others.set(id, counts);
        else others.delete(id);
      }
      return Object.keys(told);
    },
    /** Answers which lotteries the removed counts were of. */
    removeWhere(wrong: (from: string, count: Count) => boolean): string[] {
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
    },
    clear: () => others.clear(),
  };
}
