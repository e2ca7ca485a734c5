/** Every one-shot notice. Each has its sentence in `copy/`, under `notice.<id>`. */
export const NOTICES = [
  "lottery-created",
  "lottery-deleted",
  "lottery-gone",
  "draw-opened",
  "movie-added",
  "movie-again",
  "movie-removed",
  "movie-gone",
  "movie-completed",
  "club-named",
  "device-named",
  "device-removed",
  "invite-ended",
  "joined",
  "left-club",
  "taken-out",
  "movie-changed",
] as const;

/** Those that the page they lead to says itself, in its own place. */
export const PLACED: readonly Notice["id"][] = ["lottery-created", "draw-opened"];

/** `offer` goes with it when the library has become worth a recovery link. */
export type Notice = {
  id: (typeof NOTICES)[number];
  title?: string | undefined;
  offer?: boolean | undefined;
};
