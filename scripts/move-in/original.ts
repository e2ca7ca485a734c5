/** A row as either kind of database hands it over; columns that its version lacks are null. */
export type Row = Record<string, string | number | null>;

/** What is said of a film, wherever it stands. */
const FILM = [
  "id",
  "kinopoisk_id",
  "name",
  "search_name",
  "poster",
  "year",
  "description",
  "rating_kp",
  "genres",
  "countries",
] as const;

/** What is read of each table of the original app; versions of it lack some. */
const COLUMNS = {
  lottery: ["id", "created_at", "result_name", "result_poster", "result_year"],
  movie: [...FILM, "lottery_id"],
  library_movie: [...FILM, "badge", "added_at", "last_interaction_at"],
  poll: ["id", "created_at", "expires_at"],
  poll_movie: [...FILM, "poll_id"],
  vote: ["poll_id", "movie_id", "voter_token"],
} as const;

/** Which rows belong to one of another table: by this column, and in the order of that one. */
export const BELONGING = {
  movie: { to: "lottery_id", by: "id" },
  poll_movie: { to: "poll_id", by: "id" },
  vote: { to: "poll_id", by: "voter_token" },
} as const;

/** Tables of the original whose rows find no place here. */
export const LEFT_BEHIND = ["background_photo", "movie_identifier"] as const;

export type Table = keyof typeof COLUMNS;
export type Belonging = keyof typeof BELONGING;
type AnyTable = Table | (typeof LEFT_BEHIND)[number];

/** The original's database, which is only ever read. */
export type Original = {
  /** In words, without a password. */
  name: string;
  /** How many rows a table has; null when there is no such table. */
  count: (table: AnyTable) => Promise<number | null>;
  /** The next rows behind a key, in the order of keys; from the beginning without one. */
  page: (table: Table, after: string | number | null, rows: number) => Promise<Row[]>;
  /** The rows that belong to these lotteries or polls: films in the order in which they were put in. */
  belongingTo: (table: Belonging, ids: readonly string[]) => Promise<Row[]>;
  /** How many votes belong to a poll that is not there. */
  votesOfNoPoll: () => Promise<number>;
  close: () => Promise<void>;
};

/** The columns to ask for, of those that there are: a timestamp as text, because it carries no zone and means UTC. */
export function selection(table: Table, present: ReadonlySet<string>): string {
  return COLUMNS[table]
    .map((column) => {
      if (!present.has(column)) return `null as ${column}`;
      return column.endsWith("_at") ? `cast(${column} as text) as ${column}` : column;
    })
    .join(", ");
}
