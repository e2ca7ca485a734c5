import type { Sort } from "#app/domain/library/library-filter.ts";
import type { Place } from "#app/domain/library/library-place.ts";
import type { Sql } from "./conditions.server.ts";
import { NEVER_WON_AS_SETTLED, RATING, TITLE } from "./conditions.server.ts";

/** A way of walking through a library, by an index; several are walked one after another. */
export type Walk = {
  from: string;
  where: string;
  order: string;
  /** SQL for a film's place in it, as text. */
  place: string;
  /** The condition that a film comes after that place; null when the whole walk lies before it. */
  after: (place: Place) => Sql | null;
};

/** The walks of a way of sorting. */
export function walksOf(sort: Sort, language: "ru" | "en"): Walk[] {
  switch (sort) {
    case "added":
      return [NEWEST];
    case "title":
      return [language === "ru" ? BY_RUSSIAN_TITLE : BY_TITLE];
    case "year":
      return [downBy("coalesce(year, 0)", "integer")];
    case "rating":
      return [downBy(RATING, "numeric")];
    case "won":
      return [LAST_WINNERS, NO_WINNERS];
  }
}

/** The ends of time, which no page of ours writes, stand at the ends of what a link can name. */
const MS = `case added_at when 'infinity' then '999999999999999' when '-infinity' then '0'
  else (extract(epoch from added_at) * 1000)::bigint::text end`;
const NEWEST_ORDER = "added_at desc, id desc";

const NEWEST: Walk = {
  from: "movies",
  where: "true",
  order: NEWEST_ORDER,
  place: MS,
  after: ({ at, id }) => momentBefore("added_at", Number(at), id),
};

const BY_TITLE: Walk = {
  from: "movies",
  where: "true",
  order: `${TITLE}, id`,
  place: TITLE,
  after: ({ at, id }) => ({
    sql: `(${TITLE}, id) > (cast(:at as text) collate "C", :afterId)`,
    bindings: { at, afterId: id },
  }),
};

/** SQL for whether a title begins with a Latin letter or another one before Cyrillic: a Russian alphabet comes first. */
const LATIN = (title: string) => `(ascii(${title}) between 97 and 1023)`;

const BY_RUSSIAN_TITLE: Walk = {
  ...BY_TITLE,
  order: `${LATIN(TITLE)}, ${TITLE}, id`,
  after: ({ at, id }) => {
    const title = `cast(:at as text) collate "C"`;
    return {
      sql: `(${LATIN(TITLE)}, ${TITLE}, id) > (${LATIN(title)}, ${title}, :afterId)`,
      bindings: { at, afterId: id },
    };
  },
};

function downBy(value: string, type: string): Walk {
  return {
    from: "movies",
    where: "true",
    order: `${value} desc, id desc`,
    place: `${value}::text`,
    after: ({ at, id }) => ({
      sql: `(${value}, id) < (cast(:at as ${type}), :afterId)`,
      bindings: { at, afterId: id },
    }),
  };
}

/** Draws, the last ones first, each with its film, but for those of films that won again later. */
const LAST_WINNERS: Walk = {
  from: `draws as won join movies on movies.club_id = :clubId and movies.title_key = won.won_key
    and coalesce(movies.year, 0) = won.won_year`,
  where: `won.club_id = :clubId and coalesce((select false from draws as later
    where later.club_id = :clubId and later.won_key = won.won_key and later.won_year = won.won_year
      and (later.drawn_at, later.lottery_id, later.number) > (won.drawn_at, won.lottery_id, won.number)
    limit 1), true)`,
  order: "won.drawn_at desc, movies.id desc",
  place: "'w' || (extract(epoch from won.drawn_at) * 1000)::bigint",
  after: ({ at, id }) => {
    if (!at.startsWith("w")) return null;
    const { sql, bindings } = momentBefore("won.drawn_at", Number(at.slice(1)), id);
    // An index knows nothing of ids of films.
    return { sql: `won.drawn_at <= :at and ${sql}`, bindings };
  },
};

const NO_WINNERS: Walk = {
  from: "movies",
  where: NEVER_WON_AS_SETTLED,
  order: NEWEST_ORDER,
  place: `'n' || ${MS}`,
  after: ({ at, id }) =>
    at.startsWith("n") ? momentBefore("added_at", Number(at.slice(1)), id) : { sql: "true", bindings: {} },
};

function momentBefore(column: string, ms: number, id: string): Sql {
  return {
    sql: `(${column}, movies.id) < (:at, :afterId)`,
    bindings: { at: new Date(ms), afterId: id },
  };
}
