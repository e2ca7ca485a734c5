/** Every one-shot notice. Each has its sentence in `copy/`, under `notice.<id>`. */
export const NOTICES = [
  "lottery-created",
  "hat-opened",
  "lottery-deleted",
  "lottery-gone",
  "draw-opened",
  "suggestion-in",
  "suggestion-joined",
  "movie-added",
  "movie-again",
  "movie-removed",
  "movie-gone",
  "movies-removed",
  "movies-changed",
  "movies-full",
  "movie-back",
  "movies-back",
  "movie-full",
  "trash-gone",
  "trash-emptied",
  "movie-completed",
  "club-named",
  "club-deleted",
  "device-named",
  "device-removed",
  "invite-ended",
  "joined",
  "joined-arriving",
  "left-club",
  "taken-out",
  "movie-changed",
  "watched",
  "watched-added",
  "unwatched",
  "poll-created",
  "poll-opened",
  "poll-by-name",
  "names-added",
  "link-renewed",
  "name-struck",
  "name-voted",
  "poll-deleted",
  "poll-gone",
  "vote-cast",
  "vote-late",
] as const;

/** Those that the page they lead to says itself, in its own place. */
export const PLACED: readonly Notice["id"][] = ["lottery-created", "hat-opened", "draw-opened"];

/**
 * `count` films it was done with, and `others` with which it was not. `offer` goes with it when the library has become
 * worth a recovery link, `undo` names the removal that can be undone.
 */
export type Notice = {
  id: (typeof NOTICES)[number];
  title?: string | undefined;
  count?: number | undefined;
  others?: number | undefined;
  offer?: boolean | undefined;
  undo?: string | undefined;
};

/** A notice with its sentence, and what its link or its button says, in the language of the page. */
export type SaidNotice = Pick<Notice, "id" | "undo"> & { text: string; link?: string; button?: string };
