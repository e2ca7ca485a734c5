import { HISTORY_PAGE, pageOf, parseCursor, type Cursor, type Page } from "#app/domain/library/library.ts";
import { NO_NUMBERS, type HistoryNumbers } from "#app/domain/club/history-numbers.ts";
import { EVERY_LOTTERY, historyQuery, type HistoryFilter } from "#app/domain/club/history.ts";
import { ENTRIES_MAX, type Lottery, type LotterySummary } from "#app/domain/lottery/lottery.ts";
import { database } from "../database.server.ts";
import type { Guarded } from "../reliability/guard.server.ts";
import type { Db } from "../reliability/pool.server.ts";
import { lotteryById } from "./lotteries.server.ts";
import { numbersOfHistory } from "./history-numbers.server.ts";
import { historyOfClub } from "./history.server.ts";
import { proofOfDraw, type Proof } from "./proofs.server.ts";
import { isGone } from "../club/gone.server.ts";
import { linked, scopes, nothingYet, type Linked } from "../guarded.server.ts";

const HOME_LOTTERIES = 6;

/** What the home page shows of a club: its latest lotteries and polls with all their entries. Default: none. */
export function homeShelf({ clubId }: { clubId: string | null }): Promise<Guarded<LotterySummary[]>> {
  if (!clubId) return nothingYet([]);
  const { db, guard, budgets } = database();
  return guard.read({
    name: "home",
    scope: scopes.club(clubId),
    budgetMs: budgets.homeMs,
    fallback: [],
    load: () => historyOfClub({ clubId, before: null, limit: HOME_LOTTERIES, entriesEach: ENTRIES_MAX }, db),
  });
}

/** One lottery, or why there is none to show. */
export async function lotteryPage({ lotteryId }: { lotteryId: string }): Promise<Linked<Lottery>> {
  const { db, guard, budgets } = database();
  return linked(
    await guard.read<Lottery | "gone" | null>({
      name: "lottery",
      scope: scopes.lottery(lotteryId),
      budgetMs: budgets.readMs,
      fallback: null,
      load: async () =>
        (await lotteryById({ id: lotteryId }, db)) ??
        ((await isGone("lottery", lotteryId, db)) ? "gone" : null),
    }),
  );
}

/** Why there is no such lottery; asked for a form that came too late. */
export async function whyNoLottery(lotteryId: string) {
  return (await lotteryPage({ lotteryId })).missing ?? "not-found";
}

/** The proof of one draw of a lottery, of the last one when `number` is null; see proofs.server.ts. Default: null. */
export function proofPage({ lotteryId, number }: { lotteryId: string; number: number | null }) {
  const { db, guard, budgets } = database();
  return guard.read<Proof | null>({
    name: "proof",
    scope: scopes.lottery(lotteryId),
    key: number === null ? "" : String(number),
    budgetMs: budgets.readMs,
    fallback: null,
    load: () => proofOfDraw({ lotteryId, number }, db),
  });
}

/** A page of those of a club's lotteries and polls that are asked for; `before` is the cursor of a link. Default: an empty page. */
export function historyPage({ filter = EVERY_LOTTERY, ...asked }: AskedPage & { filter?: HistoryFilter }) {
  return pageOfClub<LotterySummary>(asked, {
    name: "history",
    key: historyQuery(filter),
    size: HISTORY_PAGE,
    load: (which, db) => historyOfClub({ ...which, filter, seen: true, entriesEach: 5 }, db),
    addedAt: ({ createdAt }) => createdAt,
  });
}

/** What a club's newest lotteries and polls come to; see history-numbers.server.ts. Default: null. */
export function historyNumbers({ clubId }: { clubId: string | null }) {
  if (!clubId) return nothingYet<HistoryNumbers | null>(NO_NUMBERS);
  const { db, guard, budgets } = database();
  return guard.read<HistoryNumbers | null>({
    name: "history-numbers",
    scope: scopes.club(clubId),
    budgetMs: budgets.readMs,
    fallback: null,
    load: () => numbersOfHistory({ clubId }, db),
  });
}

type AskedPage = { clubId: string | null; before: string | null };

function pageOfClub<T extends { id: string }>(
  { clubId, before }: AskedPage,
  list: {
    name: string;
    /** What else tells one list from another. */
    key?: string;
    size: number;
    load: (which: { clubId: string; before: Cursor | null; limit: number }, db: Db) => Promise<T[]>;
    addedAt: (item: T) => Date;
  },
) {
  if (!clubId) return nothingYet<Page<T>>(EMPTY);
  const { db, guard, budgets } = database();
  const cursor = parseCursor(before);
  return guard.read<Page<T>>({
    name: list.name,
    scope: scopes.club(clubId),
    key: `${cursor ? before : ""}${list.key ?? ""}`,
    budgetMs: budgets.readMs,
    fallback: EMPTY,
    load: async () => {
      const rows = await list.load({ clubId, before: cursor, limit: list.size + 1 }, db);
      return pageOf(rows, list.size, (item) => ({ at: list.addedAt(item), id: item.id }));
    },
  });
}

const EMPTY = { items: [], before: null };
