import { BACKERS_MAX, type KeptFilm, type KeptHat } from "#app/domain/hat/hat.ts";
import { momentOf } from "../../moment.server.ts";

/**
 * SQL for who put the film into the hat that won when the club of the row of lotteries drew one last, as an array of ids
 * of browsers. Null unless the odds of the row of hats ask for it.
 */
const LAST_WINNERS = `case when hats.odds = 'rested' then array(
  select visitor_id from voices where kind = 'suggested' and suggestion_id = (
    select entries.id
    from lotteries as other
    join hats as collected on collected.lottery_id = other.id
    join draws on draws.lottery_id = other.id
    join entries on entries.lottery_id = other.id and entries.position = draws.winner
    where other.club_id = lotteries.club_id and other.id <> lotteries.id
    order by draws.drawn_at desc, draws.number desc limit 1)) end`;

/** SQL that joins them as `last.winners`, computed once for each hat. */
export const WITH_LAST_WINNERS = `cross join lateral (select ${LAST_WINNERS} as winners) as last`;

/** SQL for the tickets of a row of suggestions, in the hat of the row of hats; see domain/hat/hat.ts. */
export const TICKETS = `case hats.odds
  when 'backers' then (
    select least(greatest(count(*), 1), ${BACKERS_MAX})::integer
    from voices where voices.suggestion_id = suggestions.id and kind <> 'vetoed')
  when 'rested' then (
    select case when bool_and(visitor_id = any(last.winners)) then 1 else 2 end
    from voices where voices.suggestion_id = suggestions.id and kind = 'suggested')
  else 1 end`;

/** SQL for the hat of a row of lotteries as JSON, null where it has none. Once the list is fixed, its weights count. */
export const HAT_JSON = `(
  select json_build_object('version', hats.version, 'host', lotteries.host, 'cap', hats.cap, 'closesAt', hats.closes_at,
    'closedAt', hats.closed_at, 'named', hats.named, 'nod', hats.nod, 'odds', hats.odds, 'vetoes', hats.vetoes,
    'films', coalesce((
      select json_agg(json_build_object('id', suggestions.id, 'title', suggestions.title, 'year', suggestions.year,
               'posterUrl', suggestions.poster_url, 'state', suggestions.state, 'word', suggestions.word,
               'tickets', coalesce(entries.weight, ${TICKETS}),
               'voices', coalesce((
                 select json_agg(json_build_object('visitor', visitor_id, 'kind', kind, 'name', first_name)
                          order by voices.created_at, visitor_id)
                 from voices where voices.suggestion_id = suggestions.id), '[]'))
               order by suggestions.created_at, suggestions.id)
      from suggestions
      left join entries on entries.lottery_id = suggestions.lottery_id and entries.id = suggestions.id
      where suggestions.lottery_id = hats.lottery_id), '[]'))
  from hats ${WITH_LAST_WINNERS}
  where hats.lottery_id = lotteries.id)`;

export type HatRow = Omit<KeptHat, "closesAt" | "closedAt"> & {
  closesAt: string | null;
  closedAt: string | null;
  films: KeptFilm[];
};

/** Reads what HAT_JSON made. */
export function toHat({ closesAt, closedAt, ...row }: HatRow): KeptHat {
  const read = (moment: string | null) => (moment === null ? null : momentOf(moment));
  return { ...row, closesAt: read(closesAt), closedAt: read(closedAt) };
}
