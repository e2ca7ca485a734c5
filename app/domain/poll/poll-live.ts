import type { Votes } from "./poll.ts";

/** How a poll stands, as far as everyone may know; `endsInMs` from the moment it was asked for, at least 0. */
export type PollStanding = {
  ended: boolean;
  endsInMs: number;
  voters: number;
  /** Votes so far by position, where everybody may see them before the end. */
  soFar: Votes | null;
};

/** What a page that follows a poll is told: the whole state each time, so that a message may be missed. */
export type PollMessage = PollStanding & { deleted: boolean };
