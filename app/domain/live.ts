import type { Hat } from "./hat/hat.ts";
import { entriesOf } from "./hat/hat-entries.ts";
import type { Commitment, Entry, Lottery } from "./lottery/lottery.ts";

/**
 * The channel on which the database tells every process what happened to a lottery; see live/live-messages. It must
 * keep its name: while a new release starts, the one before still listens on it.
 */
export const LIVE_CHANNEL = "lottery_news";

/** A draw as everyone who waits is told of it. `winner` is a position; `drawnAt` is ISO 8601. */
export type DrawMade = { number: number; winner: number; drawnAt: string };

/** What a page that waits is told: the whole state each time, so that a message may be missed. */
export type LiveMessage = {
  /** The latest draw. */
  draw: DrawMade | null;
  /** Milliseconds from the sending of this message to the reveal of that draw; null when it is over. */
  startsInMs: number | null;
  /** What the next draw is bound to; null when there is none to make. */
  open: Commitment | null;
  /** The hat that friends fill, or filled; null where there is none, or nothing is new in it. */
  hat: Hat | null;
  /** How many people wait for it. */
  waiting: number;
  deleted: boolean;
};

/** How a lottery stands, as far as everyone may know. */
export type Standing = { draw: DrawMade | null; open: Commitment | null; hat: Hat | null };

/** The part of a lottery that a live message changes. */
type Shown = Pick<Lottery, "draws" | "draw" | "open">;

/** Long enough for a group to draw several times in one evening. */
const FOLLOWED_FOR_MS = 3 * 60 * 60_000;

/** Whether something may still happen while people look: a draw is open, or one was made lately. */
export function isLive({ draw, open }: Pick<Lottery, "draw" | "open">, now: number): boolean {
  return open !== null || draw === null || now - draw.drawnAt.getTime() < FOLLOWED_FOR_MS;
}

/**
 * A lottery as a page shows it, brought up to date by a live message. A message that is older than the page changes
 * nothing. The word of a draw is not told, so it is blank until the page is loaded again.
 */
export function withMessage<T extends Shown>(
  lottery: T,
  message: Pick<LiveMessage, "draw" | "open">,
): Omit<T, keyof Shown> & Shown {
  const drawn =
    message.draw && message.draw.number > (lottery.draw?.number ?? 0)
      ? withDraw(lottery, message.draw)
      : lottery;
  const { open } = message;
  return open && open.number > (drawn.draw?.number ?? 0) && replaces(open, drawn.open)
    ? { ...drawn, open }
    : drawn;
}

/** Whether a commitment is newer than another one: to a later draw, or to the same one after the other was lost. */
export function replaces(one: Commitment, other: Commitment | null): boolean {
  if (!other || one.number !== other.number) return one.number > (other?.number ?? 0);
  return (one.renewedAt ?? 0) > (other.renewedAt ?? 0);
}

function withDraw<T extends Shown>(
  lottery: T,
  { number, winner, drawnAt }: DrawMade,
): Omit<T, keyof Shown> & Shown {
  const commitment = lottery.open?.number === number ? lottery.open : null;
  const draw = { number, winner, drawnAt: new Date(drawnAt), word: "", commitment, unproven: null };
  const open = lottery.open && lottery.open.number > number ? lottery.open : null;
  return { ...lottery, draws: [...lottery.draws, draw], draw, open };
}

/** A lottery as a page shows it, with a newer hat: its films are those that take part, or would. */
export function withHat<T extends { hat: Hat | null; entries: Entry[] }>(lottery: T, hat: Hat | null): T {
  if (!hat || hat.version <= (lottery.hat?.version ?? 0)) return lottery;
  return { ...lottery, hat, entries: entriesOf(hat.films) };
}
