import { replaces, type LiveMessage, type Standing } from "#app/domain/live.ts";
import { revealAt } from "#app/domain/draw/reveal-time.ts";
import type { LotteryMessage } from "./live-messages.server.ts";

export type Follower = {
  /** Whose stream it is, so that one person with two windows counts once; null for a visitor without a cookie. */
  visitorId: string | null;
  tell: (message: LiveMessage) => void;
};

/** How long a visitor still counts after the end of a stream: streams end every minute and come back. */
const COUNTED_AFTER_MS = 5_000;
const RECOUNT_MS = 500;
/** The more followers there are, the less often they are told how many. */
const RECOUNT_MS_EACH = 5;

export type LotteryChannel = ReturnType<typeof createLotteryChannel>;

/**
 * The followers of one lottery in this process, and what is known of it. Everything they are told comes from here, so
 * that another follower costs no query.
 */
export function createLotteryChannel({
  countChanged,
  elsewhere,
}: {
  /** Called when the number of people of this process may have changed. */
  countChanged: () => void;
  /** How many people wait for this lottery in other processes. */
  elsewhere: () => number;
}) {
  const followers = new Set<Follower>();
  const people = createHeadcount(countLater);
  let standing: Standing | null = null;
  let deleted = false;
  let told = -1;
  let toldHat = -1;
  let recount: NodeJS.Timeout | undefined;
  let emptySince = performance.now();

  function follow(follower: Follower): () => void {
    followers.add(follower);
    const leave = people.enter(follower.visitorId ?? follower);
    if (standing || deleted) follower.tell(currentMessage());
    return () => {
      if (!followers.delete(follower)) return;
      emptySince = performance.now();
      leave();
    };
  }

  function currentMessage(): LiveMessage {
    const { draw = null, open = null, hat = null } = standing ?? {};
    const startsInMs = draw && revealAt(Date.parse(draw.drawnAt), Date.now());
    return { draw, startsInMs, open, hat, waiting: waiting(), deleted };
  }

  function tellAll(): void {
    const now = currentMessage();
    const version = now.hat?.version ?? -1;
    // Its films are not told again with each person who comes.
    const message = version === toldHat ? { ...now, hat: null } : now;
    toldHat = version;
    told = message.waiting;
    for (const { tell } of followers) tell(message);
  }

  /** Whether there is nothing left to wait for: the lottery is drawn, or deleted. */
  function isOver(): boolean {
    return deleted || (standing !== null && standing.draw !== null && standing.open === null);
  }

  const here = () => (isOver() ? 0 : people.size());
  const waiting = () => (isOver() ? 0 : people.size() + elsewhere());

  function countLater(): void {
    countChanged();
    recount ??= setTimeout(
      () => {
        recount = undefined;
        if (standing && waiting() !== told) tellAll();
      },
      RECOUNT_MS + RECOUNT_MS_EACH * followers.size,
    ).unref();
  }

  /** Notes how the lottery stands now; null for one that does not exist. */
  function learn(now: Standing | null): void {
    if (deleted) return;
    const before = JSON.stringify(standing);
    if (now) standing = newer(standing, now);
    else [deleted, standing] = [true, null];
    if (deleted || JSON.stringify(standing) !== before) tellAll();
  }

  /** Notes what the database announced; "ask" when that is not all that changed. */
  function hear(message: LotteryMessage): "enough" | "ask" {
    if (message.kind === "deleted") learn(null);
    if (message.kind === "drawn") {
      const { number, winner, drawnAt } = message;
      const { open = null, hat = null } = standing ?? {};
      learn({ draw: { number, winner, drawnAt }, open, hat });
    }
    return message.kind === "opened" || message.kind === "hat" ? "ask" : "enough";
  }

  return {
    follow,
    learn,
    hear,
    here,
    includes: (visitorId: string) => people.has(visitorId),
    waiting,
    /** To be called when people came or left in other processes. */
    othersChanged: countLater,
    /** Milliseconds for which nobody has followed it; 0 while somebody does. */
    emptyForMs: () => (followers.size > 0 ? 0 : performance.now() - emptySince),
  };
}

type Person = string | Follower;

/** How many people there are behind streams; `changed` is called when that may be another number. */
function createHeadcount(changed: () => void) {
  /** How many streams each person has, also those who left a moment ago. */
  const streams = new Map<Person, number>();

  function leave(person: Person): void {
    const left = streams.get(person)! - 1;
    if (left > 0) streams.set(person, left);
    else streams.delete(person);
    changed();
  }

  return {
    size: (): number => streams.size,
    has: (person: Person): boolean => streams.has(person),
    /** Counts a stream of a person until the returned function is called, and a little longer. */
    enter(person: Person): () => void {
      streams.set(person, (streams.get(person) ?? 0) + 1);
      changed();
      return () => void setTimeout(leave, COUNTED_AFTER_MS, person).unref();
    },
  };
}

/** The newer parts of both: answers and announcements may overtake each other, but draws are only ever added. */
function newer(one: Standing | null, other: Standing): Standing {
  const draws = [one?.draw, other.draw].filter((each) => each != null);
  const draw = draws.toSorted((a, b) => b.number - a.number)[0] ?? null;
  const opens = [one?.open, other.open].filter((each) => each != null && each.number > (draw?.number ?? 0));
  const open = opens.reduce<Standing["open"]>(
    (last, each) => (each && replaces(each, last) ? each : last),
    null,
  );
  const hats = [one?.hat, other.hat].filter((each) => each != null);
  const hat = hats.toSorted((a, b) => b.version - a.version)[0] ?? null;
  return { draw, open, hat };
}
