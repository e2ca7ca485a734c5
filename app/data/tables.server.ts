/** All our tables; those that others point to come first. A test compares this list with what the migrations make. */
export const TABLES = [
  "clubs",
  "lotteries",
  "entries",
  "commitments",
  "draws",
  "movies",
  "removed_movies",
] as const;
