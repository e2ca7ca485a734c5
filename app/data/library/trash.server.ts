import type { Cursor } from "#app/domain/library/library.ts";
import { NOTE_MAX } from "#app/domain/library/library.ts";
import { TRASH_DAYS, TRASH_MAX, type InTrash, type RemovedMovie } from "#app/domain/library/trash.ts";
import { STANDS } from "../club/gone.server.ts";
import { momentOf } from "../moment.server.ts";
import type { Db } from "../reliability/pool.server.ts";
import { BOTH_NOTES, BOTH_TAGS, MERGED, TAGS_MAX } from "./merging.server.ts";

/** How many films a removal took out of the library; those that were not there any more are `gone`. */
export type Removed = { removed: number; gone: number };

/**
 * How many films are in the library again. Those that were `full` stay in the trash: each was added again meanwhile, and
 * what both have is more than one film may have. `title` is that of one of them all. All is nothing when none waited.
 */
export type PutBack = { back: number; full: number; title: string | null };

/**
 * Moves films of this club to its trash, in one statement; those that have waited longest go for good when there are too
 * many. The same removal again is told what the first one was.
 */
export async function moveToTrash(
  { ids, clubId, removal }: { ids: readonly string[]; clubId: string; removal: string },
  db: Db,
): Promise<Removed> {
  const { rows } = await db.raw<{ rows: { removed: number }[] }>(
    `with moved as (
       delete from movies where club_id = :clubId and id = any(:ids)
       returning id, club_id, to_jsonb(movies) as film
     ), kept as (
       insert into removed_movies as kept (id, club_id, film, removal)
       select id, club_id, film, cast(:removal as uuid) from moved
       on conflict (id) do update set
         film = excluded.film, removal = excluded.removal, removed_at = excluded.removed_at
     ), gone as (
       -- Of those that were there before this statement.
       delete from removed_movies where club_id = :clubId and id <> all(:ids) and (removed_at, id) < (
         select removed_at, id from removed_movies where club_id = :clubId
         order by removed_at desc, id desc offset ${TRASH_MAX - 1} limit 1)
     )
     select ((select count(*) from moved) + (
       -- As it was before this statement.
       select count(*) from removed_movies where club_id = :clubId and id = any(:ids) and removal = :removal
     ))::integer as removed`,
    { ids: [...ids], clubId, removal },
  );
  const { removed } = rows[0]!;
  return { removed, gone: ids.length - removed };
}

/** SQL for whether a film of the trash can still be put back. */
const IS_WAITING = `removed_at > now() - interval '${TRASH_DAYS} days'`;

/** What a film that an older release removed has nothing of, but the table needs. */
const LEAST = JSON.stringify({ note: "", payload_hash: "", genres: [], countries: [], badges: [], tags: [] });

/**
 * Puts films back into the library of this club, where they stood, in one statement: one of the trash, or all of a
 * removal. A film that was added again meanwhile stays one film, and has what both had.
 */
export async function putBackMovies(
  { clubId, ...which }: { clubId: string } & InTrash,
  db: Db,
): Promise<PutBack> {
  const { rows } = await db.raw<{ rows: PutBack[] }>(
    `with waiting as materialized (
       -- Who presses at the same moment waits here, and then finds nothing.
       select id, removed_at, film || jsonb_build_object('club_id', club_id, 'submit_key', gen_random_uuid()) as film
       from removed_movies
       where club_id = :clubId and ${"removal" in which ? "removal = :removal" : "id = :movieId"} and ${IS_WAITING}
         and ${STANDS(":clubId")}
       order by id for update
     ), wanted as (
       select distinct on ((movie).title_key, coalesce((movie).year, 0)) id, movie, (movie).title_key as title_key,
              coalesce((movie).year, 0) as year
       from waiting, lateral (
         -- Whatever columns movies have, also those that this release does not know.
         select jsonb_populate_record(null::movies, cast(:least as jsonb) || film) as movie
       ) as row
       order by (movie).title_key, coalesce((movie).year, 0), removed_at desc
     ), put as (
       insert into movies as kept select (movie).* from wanted
       on conflict (club_id, title_key, (coalesce(year, 0))) do update set
         search_key = coalesce(kept.search_key, excluded.search_key),
         genres = case when kept.genres = '{}' then excluded.genres else kept.genres end,
         countries = case when kept.countries = '{}' then excluded.countries else kept.countries end,
         rating = coalesce(kept.rating, excluded.rating),
         rating_by = case when kept.rating is null then excluded.rating_by else kept.rating_by end,
         ${MERGED}
       where (${BOTH_NOTES} = kept.note or char_length(${BOTH_NOTES}) <= :noteMax)
         and cardinality(${BOTH_TAGS}) <= ${TAGS_MAX}
       returning title, title_key, coalesce(year, 0) as year
     ), taken as (
       delete from removed_movies using wanted, put
       where removed_movies.id = wanted.id and wanted.title_key = put.title_key and wanted.year = put.year
     )
     select (select count(*) from put)::integer as back,
            ((select count(*) from waiting) - (select count(*) from put))::integer as full,
            coalesce((select min(title) from put), (select min((movie).title) from wanted)) as title`,
    { clubId, ...which, least: LEAST, noteMax: NOTE_MAX },
  );
  return rows[0]!;
}

/** Films of a club's trash, the last removed first, from the cursor on. */
export async function trashOfClub(
  { clubId, before, limit }: { clubId: string; before: Cursor | null; limit: number },
  db: Db,
): Promise<RemovedMovie[]> {
  const { rows } = await db.raw<{ rows: RemovedRow[] }>(
    `select id, film->>'title' as title, cast(film->>'year' as integer) as year, film->>'poster_url' as poster_url,
            removed_at
     from removed_movies
     where club_id = :clubId and ${STANDS(":clubId")} and ${IS_WAITING} ${before ? "and (removed_at, id) < (:at, :beforeId)" : ""}
     order by removed_at desc, id desc limit :limit`,
    { clubId, limit, at: before?.at ?? null, beforeId: before?.id ?? null },
  );
  return rows.map(({ removed_at: removedAt, poster_url: posterUrl, ...movie }) => ({
    ...movie,
    posterUrl,
    removedAt: momentOf(removedAt),
  }));
}

/** Throws away all of a club's trash. */
export async function emptyTrash({ clubId }: { clubId: string }, db: Db): Promise<void> {
  await db("removed_movies").where({ club_id: clubId }).delete();
}

type RemovedRow = {
  id: string;
  title: string;
  year: number | null;
  poster_url: string | null;
  removed_at: Date;
};
