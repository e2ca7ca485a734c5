import { COUNTED_EVENINGS, MONTHS, NAMED, type HistoryNumbers } from "#app/domain/club/history-numbers.ts";
import { STANDS } from "../club/gone.server.ts";
import { ENTRY_KEY } from "../library/watched.server.ts";
import type { Db } from "../reliability/pool.server.ts";

/**
 * What a club's newest lotteries and polls come to, in one statement. Only so many are looked at, so that it takes as
 * long for a club of 200,000.
 */
export async function numbersOfHistory(
  { clubId, evenings = COUNTED_EVENINGS }: { clubId: string; evenings?: number },
  db: Db,
): Promise<HistoryNumbers> {
  const { rows } = await db.raw<{ rows: [{ numbers: HistoryNumbers }] }>(
    `with newest as materialized (
       select * from (
         (select id, created_at, false as poll,
            (select winner from draws where draws.lottery_id = lotteries.id order by number desc limit 1) as winner
          from lotteries where club_id = :clubId and ${STANDS(":clubId")} order by created_at desc, id desc limit :most)
         union all
         (select id, created_at, true, cast(outcome->>'winner' as integer)
          from polls where club_id = :clubId and ${STANDS(":clubId")} order by created_at desc, id desc limit :most)
       ) as evening order by created_at desc, id desc limit :most
     ), evening as materialized (
       select * from newest order by created_at desc, id desc limit :counted
     ), part as materialized (
       select ${ENTRY_KEY} as key, title, year, created_at, position = winner as won,
              case when position = winner then details end as details
       from evening join entries on entries.lottery_id = evening.id where not poll
       union all
       select title_key, title, year, created_at, position = winner, case when position = winner then details end
       from evening join poll_entries on poll_entries.poll_id = evening.id where poll
     ), film as materialized (
       select (array_agg(title order by created_at desc))[1] as title, year, count(*)::integer as parts,
              (count(*) filter (where won))::integer as wins, max(created_at) as last
       from part group by key, year
     ), timed as (
       select cast(details->>'runtime' as numeric) as runtime from part
       where won and jsonb_typeof(details->'runtime') = 'number'
     )
     select json_build_object(
       'evenings', (select count(*) from evening),
       'decided', (select count(*) from evening where winner is not null),
       'more', (select count(*) from newest) > :counted,
       'often', (${listOf(`select title, year, wins as count from film where wins > 1 order by wins desc, last desc`)}),
       'waiting', (${listOf(`select title, year, parts as count from film where wins = 0 and parts > 1
          order by parts desc, last desc`)}),
       'minutes', (select round(avg(runtime))::integer from timed),
       'timed', (select count(*) from timed),
       'genres', (${listOf(`select genre, count(*)::integer as count
          from part cross join jsonb_array_elements_text(
            case when jsonb_typeof(details->'genres') = 'array' then details->'genres' else '[]' end) as genre
          where won
          group by genre order by count(*) desc, genre`)}),
       'months', (${listOf(
         `select to_char(created_at at time zone 'UTC', 'YYYY-MM') as month, count(*)::integer as count
          from evening where winner is not null group by 1 order by 1 desc`,
         MONTHS,
       )})
     ) as numbers`,
    { clubId, counted: evenings, most: evenings + 1 },
  );
  return rows[0].numbers;
}

/** SQL for the first rows of a select as a JSON list. */
function listOf(select: string, most = NAMED): string {
  return `select coalesce(json_agg(each), '[]') from (${select} limit ${most}) as each`;
}
