import type { Cursor } from "#app/domain/library/library.ts";
import type { LotterySummary } from "#app/domain/lottery/lottery.ts";
import { EVERY_LOTTERY, type HistoryFilter } from "#app/domain/club/history.ts";
import { titleKey, type Movie } from "#app/domain/film/movie.ts";
import type { Seen } from "#app/domain/library/watched.ts";
import { STANDS } from "../club/gone.server.ts";
import { ENTRY_KEY, watchedJson } from "../library/watched.server.ts";
import { holding } from "../like.server.ts";
import { momentOf } from "../moment.server.ts";

/** How many draws before the last one a row names. */
const EARLIER = 5;

/** Which lotteries or polls of a club: from the cursor on, each with so many of its first films. */
export type WhichOfClub = {
  clubId: string;
  before: Cursor | null;
  limit: number;
  entriesEach: number;
  filter?: HistoryFilter;
  /** Whether to ask the library too if the film that won was watched. */
  seen?: boolean;
};

/** SQL of a club's lotteries, newest first, from the cursor on. */
export function lotteriesSql({ before, filter = EVERY_LOTTERY, seen = false }: WhichOfClub): string {
  return `select lottery.id, lottery.name, lottery.created_at, entry.count, entry.first, draw.winners,
          (select first_name from devices where devices.id = lottery.host) as host,
          entry.collecting, ${seen ? SEEN : "null"} as seen,
          (select count(*)::integer from draws where draws.lottery_id = lottery.id) as draws
   from (
     select id, host, name, created_at from lotteries
     where club_id = :clubId and ${STANDS(":clubId")} ${before ? "and (created_at, id) < (:at, :beforeId)" : ""}
       ${IS_SHOWN[filter.show]} ${filter.search ? IS_FOUND : ""}
     order by created_at desc, id desc limit :limit
   ) as lottery
   cross join lateral (
     select json_agg(case when entries.position is not null then
              json_build_object('title', title, 'year', year, 'posterUrl', poster_url) end
              order by latest.number) as winners
     from (
       select number, winner from draws where draws.lottery_id = lottery.id order by number desc limit ${EARLIER + 1}
     ) as latest
     left join entries on entries.lottery_id = lottery.id and entries.position = latest.winner
   ) as draw
   cross join lateral (
     select count(*)::integer as count, coalesce(bool_or(collected), exists (
              select from hats where hats.lottery_id = lottery.id and closed_at is null)) as collecting,
            json_agg(json_build_object('title', title, 'year', year, 'posterUrl', poster_url) order by position)
              filter (where position <= :entriesEach) as first
     from (
       select position, title, year, poster_url, false as collected from entries
       where entries.lottery_id = lottery.id
       union all
       select row_number() over (order by created_at, id), title, year, poster_url, true
       from suggestions where suggestions.lottery_id = lottery.id and state = 'in' and exists (
         select from hats where hats.lottery_id = lottery.id and closed_at is null)
     ) as film
   ) as entry
   order by lottery.created_at desc, lottery.id desc`;
}

/** SQL for which entry won last, and whether it was watched. */
const SEEN = `(
  select json_build_object('entry', entries.position, 'watched', ${watchedJson(ENTRY_KEY, "entries.year")})
  from (select winner from draws where draws.lottery_id = lottery.id order by number desc limit 1) as last
  join entries on entries.lottery_id = lottery.id and entries.position = last.winner)`;

/** What that SQL is given, as that of a club's polls is. */
export function bindingsOf({ clubId, before, limit, entriesEach, filter = EVERY_LOTTERY }: WhichOfClub) {
  return {
    clubId,
    limit,
    entriesEach,
    at: before?.at ?? null,
    beforeId: before?.id ?? null,
    name: holding(filter.search.toLowerCase()),
    title: holding(titleKey(filter.search)),
  };
}

/** SQL for what a filter asks of a lottery. */
const IS_SHOWN: Record<HistoryFilter["show"], string> = {
  all: "",
  waiting: "and not exists (select from draws where lottery_id = lotteries.id)",
  drawn: "and exists (select from draws where lottery_id = lotteries.id)",
  collecting: "and exists (select from hats where lottery_id = lotteries.id and closed_at is null)",
  poll: "and false",
};

/**
 * SQL for whether a lottery's name or one of its films, also in an open hat, holds what is searched for. As one list of
 * lotteries, so that PostgreSQL may either go through the history and look each one up, or begin with those that an index
 * of trigrams finds, by what is sooner done; see schema/search-indexes.server.ts.
 */
const IS_FOUND = `and lotteries.id in (
  select lottery_id from entries where title_key like :title
  union all select lottery_id from suggestions where state = 'in' and title_key like :title
  union all select named.id from lotteries as named where named.club_id = :clubId and lower(named.name) like :name)`;

/** A row of it; from JSON its time is a text. */
export type LotteryRow = {
  id: string;
  /** Null where nobody knows. */
  host: string | null;
  name: string | null;
  created_at: Date | string;
  count: number;
  collecting: boolean;
  first: Movie[] | null;
  /** Null where that film is lost. */
  winners: (Movie | null)[] | null;
  seen: Seen | null;
  draws: number;
};

/** A row as people see it. */
export function toSummary(row: LotteryRow): LotterySummary {
  const winners = row.winners ?? [];
  return {
    id: row.id,
    name: row.name,
    host: row.host ?? "",
    createdAt: momentOf(row.created_at),
    entryCount: row.count,
    collecting: row.collecting,
    first: row.first ?? [],
    drawn: row.draws > 0,
    winner: winners.at(-1) ?? null,
    earlier: winners
      .slice(0, -1)
      .flatMap((movie) => (movie ? [{ title: movie.title, year: movie.year }] : [])),
    olderDraws: row.draws - winners.length,
    ...(row.seen ? { seen: row.seen } : {}),
  };
}
