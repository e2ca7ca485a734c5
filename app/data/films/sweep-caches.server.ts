import { TRASH_DAYS } from "#app/domain/library/trash.ts";
import type { Db } from "../reliability/pool.server.ts";

/** TMDB lends what it tells for half a year at most. */
const KEPT_FOR = "interval '90 days'";
/** Some 50 MB each at worst: an answer has up to twenty films. */
const ANSWERS_MAX = 5_000;
const FILMS_MAX = 20_000;

/** Of the trashes of all clubs so many films go at a time; a library that was cleared away takes some times. */
const REMOVED_MAX = 10_000;

/**
 * Forgets what was told too long ago, and the oldest of what is too much, and throws away what was in a trash for its
 * time; in one statement.
 */
export async function sweepCaches(
  db: Db,
  { answers = ANSWERS_MAX, films = FILMS_MAX }: { answers?: number; films?: number } = {},
): Promise<void> {
  await db.raw(
    `with answers as (delete from provider_answers where ${isTooOld("provider_answers", ":answers")}),
          orders as (delete from completions where ordered_at < now() - ${KEPT_FOR}),
          imports as (delete from imports where created_at < now() - interval '1 day'),
          usage as (delete from provider_usage where day < now() - interval '7 days'),
          trash as (
            delete from removed_movies where id in (
              select id from removed_movies where removed_at < now() - interval '${TRASH_DAYS} days'
              order by removed_at limit ${REMOVED_MAX} for update skip locked
            )
          )
     delete from found_films where ${isTooOld("found_films", ":films")}`,
    { answers, films },
  );
}

function isTooOld(table: string, most: string): string {
  return `told_at < now() - ${KEPT_FOR}
    or told_at < (select told_at from ${table} order by told_at desc offset ${most} - 1 limit 1)`;
}
