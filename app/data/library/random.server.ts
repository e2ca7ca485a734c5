import type { LibraryMovie } from "#app/domain/library/library.ts";
import type { LibraryFilter } from "#app/domain/library/library-filter.ts";
import type { Db } from "../reliability/pool.server.ts";
import { conditionsOf, titleHas } from "./conditions.server.ts";
import { LISTED, toMovie, type MovieRow } from "./movie-rows.server.ts";

/** Among so many films chance chooses; where no more fit the filter, among all of them. See docs/decisions/026. */
const DRUM = 100;

/**
 * Some films of a club that fit a filter, at random, in one statement: the same seed takes the same ones, as long as
 * the library is the same. A seed looks like the id of a film.
 */
export async function moviesAtRandom(
  { clubId, filter, count, seed }: { clubId: string; filter: LibraryFilter; count: number; seed: string },
  db: Db,
): Promise<LibraryMovie[]> {
  const conditions = conditionsOf(filter);
  const title = filter.text === "" ? { sql: "true", bindings: {} } : titleHas(filter.text);
  const from = (side: string) =>
    `select id from movies
     where club_id = :clubId and ${conditions.sql} and ${title.sql} and id ${side} :seed
     order by id limit ${DRUM}`;
  const { rows } = await db.raw<{ rows: MovieRow[] }>(
    `with ahead as materialized (${from(">=")}), around as (
       -- From the seed to the end, and on from the beginning only where that was not enough.
       select id, 1 as round from (${from("<")}) as behind where (select count(*) from ahead) < ${DRUM}
     ), drum as (
       select id from (select id, 0 as round from ahead union all select id, round from around) as found
       order by round, id limit ${DRUM}
     )
     select ${LISTED} from movies
     where club_id = :clubId and id in (select id from drum order by md5(id || :seed), id limit :count)
     order by md5(id || :seed), id`,
    { clubId, seed, count, ...conditions.bindings, ...title.bindings },
  );
  return rows.map(toMovie);
}
