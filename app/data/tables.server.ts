/** What people have saved; tables that others point to come first. A test compares both lists with the migrations. */
export const TABLES = [
  "clubs",
  "devices",
  "invites",
  "arrivals",
  "lotteries",
  "entries",
  "commitments",
  "draws",
  "hats",
  "suggestions",
  "voices",
  "polls",
  "poll_entries",
  "poll_voters",
  "ballots",
  "movies",
  "removed_movies",
  "gone_clubs",
  "gone_lotteries",
  "gone_polls",
] as const;

/**
 * What fills itself again, or can be ordered again: backups leave it out, so that they hold nothing that a provider lends
 * for a time only.
 */
export const CACHES = [
  "provider_answers",
  "found_films",
  "provider_usage",
  "completions",
  "imports",
] as const;
