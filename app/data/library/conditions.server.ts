import { longestRuntime, type LibraryFilter } from "#app/domain/library/library-filter.ts";
import { searchKey } from "#app/domain/film/title-search.ts";
import { survivingParts } from "#app/domain/film/typos.ts";
import { STANDS } from "../club/gone.server.ts";

import { holding, literally } from "../like.server.ts";

/** A part of a statement: SQL with named bindings, of which no two parts have the same. */
export type Sql = { sql: string; bindings: Record<string, unknown> };

/** SQL for what a title is looked for and sorted by. Indexes are of this very expression. */
export const TITLE = 'coalesce(search_key, title_key) collate "C"';
/** The same for looking inside, with spaces for the ends of words; see also schema/search-indexes.server.ts. */
export const SEARCHED = "(' ' || coalesce(search_key, title_key) || ' ')";
/** SQL for the rating that counts: the club's own, else a provider's, else 0. */
export const RATING = "coalesce(own_rating, rating, 0)";

/** The conditions of a filter on rows of movies of :clubId; `title` is left out, because it comes in two ways. */
export function conditionsOf(filter: LibraryFilter): Sql {
  const { badges, tags, genres, allGenres, yearFrom, yearTo, ratingMin, watched, neverWon, skip } = filter;
  const named = badges.filter((badge) => badge !== "none");
  const longest = longestRuntime(filter);
  const conditions: [wanted: boolean, sql: string, bindings?: Record<string, unknown>][] = [
    [true, STANDS(":clubId")],
    [badges.length > 0, badgesSql(named, badges.includes("none")), { badges: named }],
    [tags.length > 0, "tags && cast(:tags as text[])", { tags }],
    [genres.length > 0, `genres ${allGenres ? "@>" : "&&"} cast(:genres as text[])`, { genres }],
    [yearFrom !== null, "coalesce(year, 0) >= :yearFrom", { yearFrom }],
    [yearTo !== null, "coalesce(year, 0) between 1 and :yearTo", { yearTo }],
    [longest !== null, "(runtime is null or runtime <= :longest)", { longest }],
    [ratingMin !== null, `${RATING} >= :ratingMin`, { ratingMin }],
    [watched === true, "badges @> '{watched}'"],
    [watched === false, "not badges @> '{watched}'"],
    [neverWon, NEVER_WON],
    [skip !== null, `${KNOWN_AS} not in (${LAST_WINNERS})`, { skip }],
  ];
  return joined(conditions.filter(([wanted]) => wanted).map(([, sql, bindings = {}]) => ({ sql, bindings })));
}

/** The condition that a title has every word of the text in it; words of one or two letters begin one there. */
export function titleHas(text: string): Sql {
  return joined(wordsOf(text).map((word, index) => like(`word${index}`, patternOf(word))));
}

/** The condition that a title may be what somebody mistyped; which is certain only by typosBetween(). */
export function titleMayBe(text: string): Sql {
  return joined(
    wordsOf(text).map((word, index) => {
      const ways = [[patternOf(word)], ...survivingParts(word).map((parts) => parts.map(partPattern))];
      const whole = ways.map((patterns, way) =>
        joined(patterns.map((pattern, part) => like(`near${index}x${way}x${part}`, pattern))),
      );
      return {
        sql: `(${whole.map(({ sql }) => sql).join(" or ")})`,
        bindings: Object.assign({}, ...whole.map(({ bindings }) => bindings)) as Sql["bindings"],
      };
    }),
  );
}

/** What a film of the library is known by among winners. */
const KNOWN_AS = "(movies.title_key, coalesce(movies.year, 0))";

/**
 * SQL for whether no draw of the club had this film for its winner. Asked film by film, by an index, and not as "not
 * exists", of which a join with all draws may be made; nor by "is null", which PostgreSQL takes for rare, so that it would
 * look through all films first. Draws that are not settled yet are left out; see schema/settle-winners.server.ts.
 */
export const NEVER_WON_AS_SETTLED = `coalesce((select false from draws
  where draws.club_id = :clubId and (won_key, won_year) = ${KNOWN_AS} limit 1), true)`;

/** The draws that an older release made for the club a moment ago. */
const UNSETTLED = `select coalesce(entries.title_key, lower(entries.title)) as won_key,
    coalesce(entries.year, 0) as won_year, draws.drawn_at
  from draws
  join lotteries on lotteries.id = draws.lottery_id
  join entries on entries.lottery_id = draws.lottery_id and entries.position = draws.winner
  where draws.club_id is null and lotteries.club_id = :clubId`;

const NEVER_WON = `${NEVER_WON_AS_SETTLED}
  and ${KNOWN_AS} not in (select won_key, won_year from (${UNSETTLED}) as unsettled)`;

const LAST_WINNERS = `select won_key, won_year from (
    (select won_key, won_year, drawn_at from draws where club_id = :clubId order by drawn_at desc limit :skip)
    union all (${UNSETTLED})
  ) as latest order by drawn_at desc limit :skip`;

/** More words than this are not looked for. */
const WORDS_MAX = 8;

function wordsOf(text: string): string[] {
  return searchKey({ title: text, originalTitle: null }).split(" ").slice(0, WORDS_MAX);
}

/** Three letters are the least that an index of trigrams can look for inside of words. */
function patternOf(word: string): string {
  return word.length < 3 ? `% ${literally(word)}%` : holding(word);
}

function partPattern(part: string): string {
  const [start, end] = [part.startsWith("^") ? " " : "", part.endsWith("$") ? " " : ""];
  return `%${start}${literally(part.replace(/^\^|\$$/g, ""))}${end}%`;
}

function like(name: string, pattern: string): Sql {
  return { sql: `${SEARCHED} like :${name}`, bindings: { [name]: pattern } };
}

function badgesSql(named: readonly string[], none: boolean): string {
  const ways = [
    ...(named.length > 0 ? ["badges && cast(:badges as text[])"] : []),
    ...(none ? ["badges = '{}'"] : []),
  ];
  return `(${ways.join(" or ")})`;
}

/** All of them; true when there is none. */
function joined(parts: readonly Sql[]): Sql {
  return {
    sql: parts.map(({ sql }) => sql).join(" and ") || "true",
    bindings: Object.assign({}, ...parts.map(({ bindings }) => bindings)) as Sql["bindings"],
  };
}
