import { LABELS_MAX, type Badge } from "#app/domain/library/library.ts";
import type { Db } from "../reliability/pool.server.ts";

/** How many films now are as was asked; those that are not there any more, and those that have no room for a tag. */
export type Labelled = { changed: number; gone: number; full: number };

/** A badge or a tag that films get or lose. */
export type Labelling = ({ badge: Badge } | { tag: string }) & { on: boolean };

/** Gives a badge or a tag to films of this club, or takes it from them; in one statement. Twice is as good as once. */
export async function labelMovies(
  { ids, clubId, on, ...label }: { ids: readonly string[]; clubId: string } & Labelling,
  db: Db,
): Promise<Labelled> {
  const [column, name] = "badge" in label ? ["badges", label.badge] : ["tags", label.tag];
  const has = `${column} @> array[cast(:name as text)]`;
  const added = `case when ${has} then ${column} else ${column} || cast(:name as text) end`;
  // What was watched on a day has the badge, so without the badge there is no day.
  const forgets = !on && name === "watched" ? ", watched_on = null" : "";
  const { rows } = await db.raw<{ rows: { changed: number; there: number }[] }>(
    `with changed as (
       update movies set ${column} = ${on ? added : `array_remove(${column}, cast(:name as text))`}${forgets}
       where club_id = :clubId and id = any(:ids)
         ${on ? `and (${has} or cardinality(${column}) < ${LABELS_MAX})` : ""}
       returning id
     )
     select (select count(*) from changed)::integer as changed,
            (select count(*) from movies where club_id = :clubId and id = any(:ids))::integer as there`,
    { ids: [...ids], clubId, name },
  );
  const { changed, there } = rows[0]!;
  return { changed, gone: ids.length - there, full: there - changed };
}
