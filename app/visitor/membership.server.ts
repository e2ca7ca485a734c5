import { LRUCache } from "lru-cache";

/** Who was where, and how long ago. */
type Sighting = { id: string; clubId: string; agoMs: number };

export type MembershipSource = {
  /**
   * Who was removed, and which clubs were deleted, since a moment, in the last year for null; null when nobody can say so
   * within so many milliseconds.
   */
  removedSince: (since: Date | null, budgetMs: number) => Promise<readonly { id: string; at: Date }[] | null>;
  /** Writes down who was here; false when that was not confirmed. */
  saw: (sightings: readonly Sighting[]) => Promise<boolean>;
  /** How many of both are remembered. */
  most: number;
  onFailure: (error: unknown) => void;
};

export type Membership = {
  /** Whether the club that the cookie names is still there, and somebody still belongs to it. Notes that they were here. */
  admits: (visitor: { id: string; clubId: string }) => Promise<boolean>;
  /** To be told when this process has removed somebody, or deleted a club. */
  removed: (id: string) => void;
  close: () => void;
};

/** How often it is asked for new removals while somebody is here. */
const BEAT_MS = 15_000;
/** Up to which age the answer is good enough, and from when on a request has to wait for a newer one. */
const GOOD_FOR_MS = 40_000;
/** How long a request waits for it: little, as its page has a budget of its own; and how long none does after a failure. */
const REQUEST_BUDGET_MS = 45;
const PAUSE_MS = 5_000;
/** How long it may take while nobody waits: a database that is far away is as good as another. */
const BEAT_BUDGET_MS = 3_000;
/** For how long after the last request the beat goes on. */
const AWAKE_MS = 5 * 60_000;
/** How often somebody's visit is written down. */
const SEEN_EVERY_MS = 60 * 60_000;
/** How many people's last visits are remembered, and how many wait to be written down. */
const SEEN_MAX = 10_000;
const WAITING_MAX = 1_000;

/**
 * Knows without asking who was removed from a club: why, how and within which bounds stands in docs/decisions/025. Never
 * throws.
 */
export function createMembership({ removedSince, saw, most, onFailure }: MembershipSource): Membership {
  const removed = new LRUCache<string, true>({ max: most });
  const seen = new LRUCache<string, number>({ max: SEEN_MAX });
  const waiting = new Map<string, { id: string; clubId: string; at: number }>();
  let latest: Date | null = null;
  let knownAt = -Infinity;
  let askedAt = -Infinity;
  let waitedAt = -Infinity;
  let learning: Promise<void> | null = null;

  async function learn(budgetMs: number): Promise<void> {
    const removals = await removedSince(latest, budgetMs);
    if (!removals) return;
    // The newest comes first, so the oldest are forgotten first.
    for (const { id, at } of removals.toReversed()) {
      removed.set(id, true);
      latest = at;
    }
    knownAt = performance.now();
  }

  async function writeDown(): Promise<void> {
    const now = performance.now();
    const sightings = [...waiting.values()].map(({ id, clubId, at }) => ({ id, clubId, agoMs: now - at }));
    if (sightings.length === 0 || !(await saw(sightings))) return;
    for (const { id } of sightings) waiting.delete(id);
  }

  const beat = setInterval(() => {
    if (performance.now() - askedAt > AWAKE_MS) return;
    learn(BEAT_BUDGET_MS).then(writeDown).catch(onFailure);
  }, BEAT_MS).unref();

  return {
    async admits({ id, clubId }) {
      const now = performance.now();
      askedAt = now;
      if (now - knownAt > GOOD_FOR_MS && now - waitedAt > PAUSE_MS) {
        waitedAt = now;
        learning = learn(REQUEST_BUDGET_MS).catch(onFailure);
      }
      // Over already, as a rule; or shared by all that came meanwhile.
      await learning;
      if (removed.get(id) || removed.get(clubId)) return false;
      if (now - (seen.get(id) ?? -Infinity) > SEEN_EVERY_MS && waiting.size < WAITING_MAX) {
        seen.set(id, now);
        waiting.set(id, { id, clubId, at: now });
      }
      return true;
    },
    removed: (id) => void removed.set(id, true),
    close: () => clearInterval(beat),
  };
}

let current: Membership | undefined;

/** Makes the membership of this process. */
export function openMembership(source: MembershipSource): void {
  current = createMembership(source);
}

/** The membership of this process. Before openMembership(), as in tests of cookies alone, everybody is admitted. */
export function membership(): Membership {
  return current ?? EVERYBODY;
}

const EVERYBODY: Membership = { admits: async () => true, removed: () => {}, close: () => {} };
