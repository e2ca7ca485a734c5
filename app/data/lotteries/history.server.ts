import type { LotterySummary } from "#app/domain/lottery/lottery.ts";
import { pollsSql, pollSummary, type PollRow } from "../polls/poll-rows.server.ts";
import type { Db } from "../reliability/pool.server.ts";
import {
  bindingsOf,
  lotteriesSql,
  toSummary,
  type LotteryRow,
  type WhichOfClub,
} from "./lottery-rows.server.ts";

/**
 * A club's lotteries and polls, newest first, from the cursor on, in one statement; `entriesEach` says how many first
 * entries each one brings. A search finds names, and the titles of films that took part.
 */
export async function historyOfClub(which: WhichOfClub, db: Db): Promise<LotterySummary[]> {
  const { rows } = await db.raw<{ rows: { lotteries: LotteryRow[] | null; polls: PollRow[] | null }[] }>(
    `select (select json_agg(lottery) from (${lotteriesSql(which)}) as lottery) as lotteries,
            (select json_agg(poll) from (${pollsSql(which)}) as poll) as polls`,
    bindingsOf(which),
  );
  const { lotteries, polls } = rows[0]!;
  const all = [...(lotteries ?? []).map(toSummary), ...(polls ?? []).map(pollSummary)];
  return all.toSorted(newestFirst).slice(0, which.limit);
}

function newestFirst(a: LotterySummary, b: LotterySummary): number {
  return b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1);
}
