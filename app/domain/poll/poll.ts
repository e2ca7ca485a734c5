import { isId, type Entry } from "../lottery/lottery.ts";
import type { Count } from "./poll-count.ts";
import type { Method } from "./poll-method.ts";

/** How long a poll may last from now on, in hours; a day if nobody says otherwise. */
export const POLL_HOURS = [1, 3, 12, 24, 72, 168, 720] as const;
export const POLL_HOURS_USUAL = 24;

/** A poll as everyone who has its link may know it. */
export type Poll = {
  id: string;
  clubId: string;
  name: string | null;
  method: Method;
  createdAt: Date;
  endsAt: Date;
  /** By the database's clock, when this was read. */
  ended: boolean;
  /** Whether anybody sees the votes before the end. */
  open: boolean;
  /** Whether only those vote who have a personal link. */
  byName: boolean;
  entries: Entry[];
  /** How many people have voted. */
  voters: number;
  /** How many may vote where that is done by name; null where everybody may who has the link. */
  invited: number | null;
  /** Hash of the secret that decides ties, in hex; the secret itself is null before the end. */
  seedHash: string;
  seed: string | null;
  /** Votes so far by position, where everybody may see them before the end. */
  soFar: Votes | null;
  /** The result; null before the end. */
  outcome: Outcome | null;
};

/** Votes by position. */
export type Votes = Readonly<Record<number, number>>;

/** A result, and the hash in hex of the list of ballots that it was counted from. */
export type Outcome = Count & { ballotsHash: string };

/** Whether a text can be the id of a poll: of one made here, or of one that came along from the original app. */
export function isPollId(text: string | undefined): text is string {
  return isId(text) || cameAlong(text);
}

/** Whether this is the id of a poll that came along from the original app. */
export function cameAlong(text: string | undefined): boolean {
  return /^[a-z0-9]{8}$/.test(text ?? "");
}
