import type { MovieDetails } from "#app/domain/film/movie-details.ts";
import type { Db } from "../reliability/pool.server.ts";

/** An entry of a lottery of this club. */
export type OwnEntry = { lotteryId: string; clubId: string; position: number };

/**
 * Keeps with an entry what was told of its film, in place of what was known, in one statement. Its title, its year and a
 * poster of its own stay: what was published of the list is as it was. False when the club has no such entry.
 */
export async function completeEntryOf(entry: OwnEntry, details: MovieDetails, db: Db): Promise<boolean> {
  const { rowCount } = await db.raw<{ rowCount: number }>(
    `update entries set details = cast(:details as jsonb), poster_url = coalesce(poster_url, :posterUrl)
     where lottery_id = :lotteryId and position = :position
       and exists (select from lotteries where id = :lotteryId and club_id = :clubId)`,
    { ...entry, details: JSON.stringify(details), posterUrl: details.posterUrl },
  );
  return rowCount > 0;
}
