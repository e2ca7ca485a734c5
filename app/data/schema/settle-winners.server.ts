import type { Knex } from "knex";

/** So few at a time, that nobody who draws meanwhile waits for them. */
const AT_A_TIME = 1_000;

type Last = { lottery_id: string; number: number };

/**
 * Has draws know whose they are and which film won, where an older release made them; resolves when all were looked at.
 * Rejects with the error of pg or knex. Those whose lottery has lost the film stay as they are.
 */
export async function settleWinners(db: Knex): Promise<void> {
  let last: Last | undefined = { lottery_id: "", number: 0 };
  while (last) last = await settleSome(db, last);
}

/** Answers the last one that was looked at; undefined when there was none left. */
async function settleSome(db: Knex, after: Last): Promise<Last | undefined> {
  const { rows } = await db.raw<{ rows: Last[] }>(
    `with unsettled as materialized (
       select lottery_id, number, winner from draws
       where club_id is null and (lottery_id, number) > (:lottery_id, :number)
       order by lottery_id, number limit ${AT_A_TIME}
     ), settled as (
       update draws set club_id = lotteries.club_id, won_year = coalesce(entries.year, 0),
         won_key = coalesce(entries.title_key, lower(entries.title))
       from unsettled
       join lotteries on lotteries.id = unsettled.lottery_id
       join entries on entries.lottery_id = unsettled.lottery_id and entries.position = unsettled.winner
       where draws.lottery_id = unsettled.lottery_id and draws.number = unsettled.number and draws.club_id is null
     )
     select lottery_id, number from unsettled order by lottery_id desc, number desc limit 1`,
    after,
  );
  return rows[0];
}
