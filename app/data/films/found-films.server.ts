import { readDetails, type FoundFilm } from "#app/domain/film/found-film.ts";
import type { Db } from "../reliability/pool.server.ts";

/** A film as it is kept; `whole` when its provider was asked for it, and not only for a list with it. */
export type KeptFilm = { film: FoundFilm; whole: boolean };

const WHOLE_FOR = "interval '30 days'";

/** The film of this ref, or null. `whole` is for 30 days only. */
export async function foundFilm(ref: string, db: Db): Promise<KeptFilm | null> {
  const { rows } = await db.raw<{ rows: { details: unknown; whole: boolean }[] }>(
    `select details, whole and told_at > now() - ${WHOLE_FOR} as whole from found_films where ref = :ref`,
    { ref },
  );
  const [row] = rows;
  const details = row ? readDetails(row.details) : null;
  return row && details ? { film: { ...details, ref }, whole: row.whole } : null;
}

/** Keeps films under their refs. What is known of a film as a whole does not go for a line of a list. */
export async function keepFilms(films: readonly KeptFilm[], db: Db): Promise<void> {
  const rows = films.map(({ film: { ref, ...details }, whole }) => ({ ref, details, whole }));
  await db.raw(
    `insert into found_films (ref, details, whole)
     select ref, details, whole
     from jsonb_to_recordset(cast(:rows as jsonb)) as told (ref text, details jsonb, whole boolean)
     order by ref
     on conflict (ref) do update set
       details = excluded.details, whole = excluded.whole, told_at = excluded.told_at
     where excluded.whole or not found_films.whole or found_films.told_at < now() - ${WHOLE_FOR}`,
    { rows: JSON.stringify(rows) },
  );
}
