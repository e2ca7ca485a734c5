/** That a club has watched a film: the day (`2026-12-31`) and its rating from 1 to 10, where they were said. */
export type Watched = { on: string | null; rating: number | null };

/** Which entry of a lottery or a poll won, and whether it was watched. */
export type Seen = { entry: number; watched: Watched | null };

/** A film of a lottery or of a poll. */
export type EntryOf = { kind: "lottery" | "poll"; id: string; entry: number };

/** What saying so came to: it was not in the library before (`added`), or was, or it was taken back. */
export type SaidWatched = { kind: "watched" | "added" | "unwatched"; title: string };
