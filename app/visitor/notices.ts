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
  "note-changed",
  "movie-completed",
] as const;

/** Those that the page they lead to says itself, in its own place. */
export const PLACED: readonly Notice["id"][] = ["lottery-created", "draw-opened"];

export type Notice = { id: (typeof NOTICES)[number]; title?: string | undefined };
