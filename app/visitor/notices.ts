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
] as const;

export type Notice = { id: (typeof NOTICES)[number]; title?: string | undefined };
