import type { LibraryMovie } from "#app/domain/library/library.ts";
import type { LibraryFilter } from "#app/domain/library/library-filter.ts";
import type { Place } from "#app/domain/library/library-place.ts";
import { searchKey } from "#app/domain/film/title-search.ts";
import { typosBetween, typosIn } from "#app/domain/film/typos.ts";
import { conditionsOf, SEARCHED, titleHas, titleMayBe, type Sql } from "./conditions.server.ts";
import { walksOf } from "./orders.server.ts";
import { LISTED, toMovie, type MovieRow } from "./movie-rows.server.ts";
import type { Db } from "../reliability/pool.server.ts";

/** Films of a library in their order. `close` when nothing has the text in its title, and these are only like it. */
export type FoundMovies = { items: LibraryMovie[]; next: Place | null; close: boolean };

type Asked = {
  clubId: string;
  filter: LibraryFilter;
  language: "ru" | "en";
  after: Place | null;
  limit: number;
  /** Whether titles that are only like the text may be looked for; without an index that takes too long. */
  typos: boolean;
};

/** So many films that may be meant are looked at closely. */
const CLOSE_MAX = 60;
/** Of so many the nearest are found; where a part of a word is in more titles, any of them will do. */
const ALIKE_MAX = 250;

/** The films of a club that fit a filter, from a place on, in one statement. */
export async function searchLibrary(asked: Asked, db: Db): Promise<FoundMovies> {
  const { filter, after, limit } = asked;
  const { sql, bindings } = statementFor(asked);
  const { rows } = await db.raw<{ rows: FoundRow[] }>(sql, bindings);
  if (rows[0]?.close) return { items: closest(rows, filter.text, limit), next: null, close: true };
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  const next = last ? { at: last.place, id: last.id } : null;
  return {
    items: items.map(toMovie),
    next,
    close: after === null && filter.text !== "" && rows.length === 0,
  };
}

type FoundRow = MovieRow & { place: string; close: boolean };

function statementFor(asked: Asked): Sql {
  const { clubId, filter, language, after, limit, typos } = asked;
  const conditions = conditionsOf(filter);
  const title = filter.text === "" ? { sql: "true", bindings: {} } : titleHas(filter.text);
  const walks = walksOf(filter.sort, language).flatMap((walk, index) => {
    const from = after ? walk.after(after) : { sql: "true", bindings: {} };
    return from ? [{ walk, from, index }] : [];
  });
  const pages = walks.map(
    ({ walk, from, index }) =>
      `(select ${LISTED}, ${walk.place} as place, ${index} as walk, row_number() over (order by ${walk.order}) as number
        from ${walk.from} where movies.club_id = :clubId and ${walk.where} and ${conditions.sql} and ${title.sql}
          and ${from.sql}
        order by ${walk.order} limit :limit)`,
  );
  const close = typos && after === null ? closeTo(filter, conditions) : null;
  const parts = [`page as (${pages.join(" union all ")})`, ...(close ? [`near as (${close.sql})`] : [])];
  return {
    sql: `with ${parts.join(", ")}
      select * from (
        select page.*, false as close from page
        ${close ? "union all select near.*, true as close from near" : ""}
      ) as found order by walk, number limit :most`,
    bindings: {
      clubId,
      limit: limit + 1,
      most: close ? Math.max(limit + 1, CLOSE_MAX) : limit + 1,
      ...conditions.bindings,
      ...title.bindings,
      ...Object.assign({}, ...walks.map(({ from }) => from.bindings)),
      ...close?.bindings,
    },
  };
}

/** Those that may have been meant; looked for only when no title has the text in it. Null for a text that is too short. */
function closeTo(filter: LibraryFilter, conditions: Sql): Sql | null {
  const typed = searchKey({ title: filter.text, originalTitle: null });
  if (!typed.split(" ").some((word) => typosIn(word) > 0)) return null;
  const title = titleMayBe(filter.text);
  return {
    sql: `select ${LISTED}, '' as place, 0 as walk, row_number() over (order by ${LIKENESS}) as number
      from (
        select ${LISTED}, search_key, title_key from movies
        where club_id = :clubId and ${conditions.sql} and ${title.sql} and not exists (select from page)
        limit ${ALIKE_MAX}
      ) as alike
      order by ${LIKENESS} limit ${CLOSE_MAX}`,
    bindings: { ...title.bindings, typed },
  };
}

const LIKENESS = `word_similarity(:typed, ${SEARCHED}) desc, id`;

function closest(rows: readonly FoundRow[], text: string, limit: number): LibraryMovie[] {
  const typed = searchKey({ title: text, originalTitle: null });
  return rows
    .map((row) => ({
      row,
      typos: typosBetween(typed, searchKey({ title: row.title, originalTitle: row.original_title })),
    }))
    .filter(({ typos }) => typos !== null)
    .toSorted((one, other) => one.typos! - other.typos!)
    .slice(0, limit)
    .map(({ row }) => toMovie(row));
}
