import { LIBRARY_PAGE } from "#app/domain/library/library.ts";

/**
 * SQL for where page 500 of a club's list begins, newest first, or the second half of a shorter one. It is given the club
 * twice.
 */
export const FAR_PLACE = (table: "movies" | "lotteries", column: "added_at" | "created_at") =>
  `select (extract(epoch from ${column}) * 1000)::bigint::text as at, id from ${table} where club_id = ?
   order by ${column} desc, id desc
   offset least(500 * ${LIBRARY_PAGE}, (select count(*) / 2 from ${table} where club_id = ?)) limit 1`;
