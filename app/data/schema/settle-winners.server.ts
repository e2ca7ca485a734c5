import type { Knex } from "knex";

/** So few at a time, that nobody who draws meanwhile waits for them. */
const AT_A_TIME = 1_000;

/**
 * Has draws know whose they are and which film won, where an older release or another program made them; resolves when
 * there is none left. Rejects with the error of pg or knex. Those whose lottery has lost the film stay as they are.
 */
export async function settleWinners(db: Knex): Promise<void> {
  let settled = AT_A_TIME;
  while (settled === AT_A_TIME) {
    const { rowCount } = await db.raw<{ rowCount: number }>(
      `update draws set club_id = found.club_id, won_key = found.won_key, won_year = found.won_year
       from (
         select draws.lottery_id, draws.number, lotteries.club_id, coalesce(entries.year, 0) as won_year,
                coalesce(entries.title_key, lower(entries.title)) as won_key
         from draws
         join lotteries on lotteries.id = draws.lottery_id
         join entries on entries.lottery_id = draws.lottery_id and entries.position = draws.winner
         where draws.club_id is null limit ${AT_A_TIME}
       ) as found
       where draws.lottery_id = found.lottery_id and draws.number = found.number and draws.club_id is null`,
    );
    settled = rowCount;
  }
}
