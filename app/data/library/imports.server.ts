import type { KeyedFilm, Reading, Unreadable } from "#app/domain/importing/reading.ts";
import { LABELS_MAX } from "#app/domain/library/library.ts";
import { ROOM_FOR, throwIfFull } from "../club/bounds.server.ts";
import { STANDS } from "../club/gone.server.ts";
import { COMPLETED } from "../film-details.server.ts";
import { newId } from "../identity.server.ts";
import type { Db } from "../reliability/pool.server.ts";

/** So many films of an import are on one page. */
const IMPORT_PAGE = 100;
/** So many films are put into a library by one statement, which has to be quick in a large one as well. */
const PART = 500;
/** A club has so many imports; a new one takes the place of its oldest. */
const IMPORTS_MAX = 5;
/** SQL for how long an import waits for its confirmation, and its result can be read. */
const KEPT_FOR = "interval '1 day'";

/** An import as a page of it shows it; `result` is null until all of it is in the library. */
export type ShownImport = {
  fileName: string;
  films: { title: string; year: number | null; there: boolean }[];
  count: number;
  /** How many of them are in the library already. */
  there: number;
  unreadable: Unreadable[];
  unreadableCount: number;
  /** How many of the films are in the library already because of this import. */
  taken: number;
  result: { added: number; known: number } | null;
};

/**
 * Keeps what was read of a file until somebody confirms it, in one statement; answers its id, also when the same form is
 * sent again, or null for a key that has imported something else. Forgets what is too old or too much. The
 * first film gets to the top of the library at `now` (ms since 1970), unless the file says when it was added.
 */
export async function insertImport(
  {
    clubId,
    fileName,
    films,
    unreadable,
    unreadableCount,
    submitKey,
    now,
  }: Reading & { clubId: string; fileName: string; submitKey: string; now: number },
  db: Db,
): Promise<string | null> {
  const { rows } = await db.raw<{ rows: { id: string }[] }>(
    `with swept as (
       delete from imports where created_at < now() - ${KEPT_FOR} or id in (
         select id from imports where club_id = :clubId and submit_key <> :submitKey
         order by created_at desc offset ${IMPORTS_MAX - 1})
     )
     insert into imports as kept (id, club_id, file_name, films, unreadable, unreadable_count, submit_key, created_at)
     -- Not cut off to the millisecond, within which several may begin.
     values (:id, :clubId, :fileName, :films, :unreadable, :unreadableCount, :submitKey, now())
     -- Until it is confirmed, the form that was sent last counts.
     on conflict (submit_key) do update set
       file_name = excluded.file_name, films = excluded.films, unreadable = excluded.unreadable,
       unreadable_count = excluded.unreadable_count
     where kept.club_id = excluded.club_id and kept.taken = 0 and kept.done_at is null
     returning id`,
    {
      id: newId(),
      clubId,
      fileName,
      films: JSON.stringify(films.map((film, index) => toKept(film, new Date(now - index)))),
      unreadable: JSON.stringify(unreadable),
      unreadableCount,
      submitKey,
    },
  );
  return rows[0]?.id ?? null;
}

/** A page of an import of this club, from the film of this number on; null when there is none, or no longer. */
export async function importById(
  { id, clubId, from }: { id: string; clubId: string; from: number },
  db: Db,
): Promise<ShownImport | null> {
  const { rows } = await db.raw<{ rows: ImportRow[] }>(
    `select file_name, unreadable, unreadable_count, done_at, taken, added, known, film.*
     from imports
     cross join lateral (
       select count(*)::integer as count, count(movies.id)::integer as there,
              json_agg(json_build_object('title', film->>'title', 'year', film->'year', 'there', movies.id is not null)
                order by number) filter (where number > :from and number <= cast(:from as integer) + ${IMPORT_PAGE}) as films
       from jsonb_array_elements(films) with ordinality as listed (film, number)
       left join movies on movies.club_id = imports.club_id and movies.title_key = film->>'title_key'
         and coalesce(movies.year, 0) = coalesce(cast(film->>'year' as integer), 0)
     ) as film
     where id = :id and club_id = :clubId and ${STANDS(":clubId")} and created_at > now() - ${KEPT_FOR}`,
    { id, clubId, from },
  );
  const [row] = rows;
  if (!row) return null;
  return {
    fileName: row.file_name,
    films: row.films ?? [],
    count: row.count,
    there: row.there,
    unreadable: row.unreadable,
    unreadableCount: row.unreadable_count,
    taken: row.taken,
    result: row.done_at === null ? null : { added: row.added, known: row.known },
  };
}

type ImportRow = {
  file_name: string;
  unreadable: Unreadable[];
  unreadable_count: number;
  done_at: Date | null;
  taken: number;
  added: number;
  known: number;
  count: number;
  there: number;
  films: ShownImport["films"] | null;
};

/**
 * Puts the next films of an import into the library of its club, all of this part or none, in one statement, and answers
 * whether more are left to be done; null when there is no such import. Who presses twice, or at the same moment, changes
 * nothing more.
 * A film that is there already keeps all that is known and said of it, and only gets what is missing, so the same file
 * imported twice changes nothing either. Why in parts: docs/decisions/028.
 */
export async function carryOutPart(
  { id, clubId }: { id: string; clubId: string },
  db: Db,
): Promise<"more" | "done" | null> {
  const { rows } = await db.raw<{ rows: { more: boolean; open: boolean }[] }>(
    `with wanted as (
       select id, club_id, taken, jsonb_array_length(films) as count,
              jsonb_path_query_array(films,
                cast('$[' || taken || ' to ' || taken + ${PART - 1} || ']' as jsonpath)) as part
       from imports
       where id = :id and club_id = :clubId and done_at is null and created_at > now() - ${KEPT_FOR}
         and ${ROOM_FOR.movies}
       -- Whoever presses meanwhile finds nothing to do, rather than a lock to wait for.
       for update skip locked
     ), club as (
       insert into clubs (id) select club_id from wanted on conflict (id) do nothing
     ), saved as (
       insert into movies as kept (id, club_id, title, title_key, search_key, year, poster_url, note, submit_key,
         payload_hash, original_title, runtime, genres, countries, description, rating, rating_by, imdb_id, tmdb_id,
         kinopoisk_id, badges, tags, own_rating, watched_on, added_at)
       select film.id, wanted.club_id, title, title_key, search_key, year, poster_url, note, gen_random_uuid(), '',
         original_title, runtime, genres, countries, description, rating, rating_by, imdb_id, tmdb_id,
         kinopoisk_id, badges, tags, own_rating, watched_on, film.added_at
       from wanted cross join lateral jsonb_to_recordset(wanted.part) as film (
         id text, title text, title_key text, search_key text, year integer, poster_url text, note text,
         original_title text, runtime integer, genres text[], countries text[], description text, rating numeric,
         rating_by text, imdb_id text, tmdb_id integer, kinopoisk_id integer, badges text[], tags text[],
         own_rating smallint, watched_on date, added_at timestamptz)
       -- In the same order by everyone, so that two imports do not wait for each other in turn.
       order by title_key, year
       on conflict (club_id, title_key, (coalesce(year, 0))) do update set ${WHAT_WAS_MISSING}
       returning (xmax = 0) as created
     ), noted as (
       update imports set
         taken = least(wanted.taken + ${PART}, count),
         added = added + (select count(*) from saved where created),
         known = known + (select count(*) from saved where not created),
         done_at = case when wanted.taken + ${PART} >= count then now() end,
         films = case when wanted.taken + ${PART} >= count then '[]' else films end
       from wanted where imports.id = wanted.id
       returning imports.taken, count
     )
     select taken < count as more, false as open from noted
     union all
     select false, done_at is null from imports
     where id = :id and club_id = :clubId and created_at > now() - ${KEPT_FOR} and not exists (select from noted)`,
    { id, clubId },
  );
  const [row] = rows;
  // It is not done, and still nothing was: somebody else is at it, or there is no room.
  if (row?.open) await throwIfFull("movies", { clubId }, db);
  return row ? (row.more ? "more" : "done") : null;
}

/** SQL that gives a row of movies, called `kept`, what it has not got of an imported one; badges and tags are joined. */
const WHAT_WAS_MISSING = `${COMPLETED},
  poster_url = coalesce(kept.poster_url, excluded.poster_url),
  note = case when kept.note = '' then excluded.note else kept.note end,
  own_rating = coalesce(kept.own_rating, excluded.own_rating),
  watched_on = coalesce(kept.watched_on, excluded.watched_on),
  badges = ${joined("badges")},
  tags = (${joined("tags")})[1:${LABELS_MAX}]`;

function joined(column: "badges" | "tags"): string {
  return `kept.${column} || array(
    select label from unnest(excluded.${column}) as label where label <> all (kept.${column}))`;
}

/** A film as `films` has it: a row of movies, but for what every row gets. */
function toKept(imported: KeyedFilm, now: Date) {
  const {
    titleKey,
    searchKey,
    posterUrl,
    originalTitle,
    rating,
    ids,
    ownRating,
    watchedOn,
    addedAt,
    ...film
  } = imported;
  return {
    ...film,
    id: newId(),
    title_key: titleKey,
    search_key: searchKey,
    poster_url: posterUrl,
    original_title: originalTitle,
    rating: rating?.value ?? null,
    rating_by: rating?.by ?? null,
    imdb_id: ids.imdb,
    tmdb_id: ids.tmdb,
    kinopoisk_id: ids.kinopoisk,
    own_rating: ownRating,
    watched_on: watchedOn,
    added_at: addedAt ?? now,
  };
}
