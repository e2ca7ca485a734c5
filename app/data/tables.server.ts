/** Every table of ours, those that others point to first. A test compares the list with what the migrations make. */
export const TABLES = ["clubs", "lotteries", "entries", "commitments", "draws", "movies"] as const;
