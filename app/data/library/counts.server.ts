import { LRUCache } from "lru-cache";
import { BADGES, LABELS_MAX, type LibraryCounts } from "#app/domain/library/library.ts";
import { STANDS } from "../club/gone.server.ts";
import type { Db } from "../reliability/pool.server.ts";

/** Counted are so many of the newest films, so that counting takes no longer in a larger library. */
const COUNTED_MAX = 5_000;

/** In a library of more than that a single film changes little, so its counts are good for a while. */
const GOOD_FOR_MS = 10_000;
const kept = new LRUCache<string, LibraryCounts>({ max: 500, ttl: GOOD_FOR_MS });

/**
 * How many films of a club have each badge, and its most frequent tags and genres; see LibraryCounts. What is known of a
 * large library may be ten seconds old.
 */
export async function countsOfLibrary({ clubId }: { clubId: string }, db: Db): Promise<LibraryCounts> {
  const known = kept.get(clubId);
  if (known) return known;
  const counts = await countNewest(clubId, db);
  if (counts.more) kept.set(clubId, counts);
  return counts;
}

async function countNewest(clubId: string, db: Db): Promise<LibraryCounts> {
  const { rows } = await db.raw<{ rows: CountsRow[] }>(
    `with newest as materialized (
       select badges, tags, genres from movies
       where club_id = :clubId and ${STANDS(":clubId")} order by added_at desc, id desc limit ${COUNTED_MAX + 1}
     )
     select count(*)::integer as films, (count(*) filter (where badges = '{}'))::integer as none,
            ${countsOf("badges")} as badges, ${countsOf("tags")} as tags, ${countsOf("genres")} as genres
     from newest`,
    { clubId },
  );
  const { films, none, badges, tags, genres } = rows[0]!;
  const worn = new Map(badges);
  return {
    films: Math.min(films, COUNTED_MAX),
    more: films > COUNTED_MAX,
    badges: [...BADGES.map((badge) => [badge, worn.get(badge) ?? 0] as const), ["none", none]],
    tags,
    genres,
  };
}

type Counts = [label: string, films: number][];
type CountsRow = { films: number; none: number; badges: Counts; tags: Counts; genres: Counts };

function countsOf(column: string): string {
  return `(select coalesce(json_agg(json_build_array(label, films) order by films desc, label), '[]') from (
    select unnest(${column}) as label, count(*)::integer as films from newest group by 1 order by 2 desc, 1
    limit ${LABELS_MAX}) as most)`;
}
