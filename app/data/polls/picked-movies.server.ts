import type { Movie } from "#app/domain/film/movie.ts";
import { STANDS } from "../club/gone.server.ts";
import type { Db } from "../reliability/pool.server.ts";

/** A film of a library that a poll is to be made of. */
export type PickedMovie = Movie & { id: string };

/** Films of a club's library by their ids, in the order of the poll that is made of them. */
export async function moviesByIds(
  { clubId, movieIds }: { clubId: string; movieIds: readonly string[] },
  db: Db,
): Promise<PickedMovie[]> {
  const { rows } = await db.raw<{ rows: PickedMovie[] }>(
    `select id, title, year, poster_url as "posterUrl" from movies
     where club_id = :clubId and id = any(:movieIds) and ${STANDS(":clubId")} order by added_at desc, id desc`,
    { clubId, movieIds: [...movieIds] },
  );
  return rows;
}
