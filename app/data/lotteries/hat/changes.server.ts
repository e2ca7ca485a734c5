import { LIVE_CHANNEL } from "#app/domain/live.ts";
import { STANDS } from "../../club/gone.server.ts";
import type { Db } from "../../reliability/pool.server.ts";

/**
 * How a hat is changed: each statement decides by the hat as it sees it, in a part called `verdict`, and writes only when
 * the hat still has that version. A row lock alone would not do, as a statement that waited for it goes on with what it saw
 * before. So nobody passes a limit with two tabs, and nobody is told that a film is in which the list then lacks; see
 * docs/decisions/030.
 */
type Decision = {
  /** Further parts of the statement that end in one called `verdict`, with one row if there is a hat and `kind` in it. */
  verdict: string;
  /** Columns of the hat itself that are set, each after a comma. */
  sets?: string;
  /** What else is written, as parts that read `touched`: it has a row when the verdict is `done` and still holds. */
  effects?: string;
  /** Further columns of the answer. */
  answer?: string;
  /** Whether it may be done when the time of the hat is over, until its list is fixed. */
  afterwards?: boolean;
};

/** Who changes which hat. */
export type Changing = { lotteryId: string; visitorId: string | null; clubId: string | null };

/** A verdict, the club whose hat it is, and the further columns. Who decides knows which verdicts there are. */
type Decided = { kind: string; clubId: string; [column: string]: unknown };

/** How often a statement is sent again that has surely written nothing, because others changed the hat meanwhile. */
const TRIES_MAX = 40;

/**
 * Carries out a decision. Answers its verdict, or `busy` when others came before it again and again; null when there is no
 * such hat.
 */
export async function decide(
  { verdict, sets = "", effects = "", answer = "", afterwards = false }: Decision,
  bindings: Changing & Record<string, unknown>,
  db: Db,
): Promise<Decided | null> {
  const sql = `with hat as (
      select hats.lottery_id, hats.version, hats.cap, hats.nod, hats.vetoes, lotteries.club_id,
             coalesce(lotteries.host = cast(:visitorId as uuid), false) as host,
             coalesce(lotteries.club_id = cast(:clubId as uuid), false) as mine,
             hats.closed_at is not null as closed,
             hats.closed_at is not null or coalesce(hats.closes_at <= clock_timestamp(), false) as shut
      from hats join lotteries on lotteries.id = hats.lottery_id
      where hats.lottery_id = :lotteryId and ${STANDS("lotteries.club_id")}
    ), ${verdict}, touched as (
      update hats set version = hats.version + 1${sets}
      from hat, verdict
      where hats.lottery_id = hat.lottery_id and verdict.kind = 'done' and hats.version = hat.version
        -- By the clock of this very moment: the statement may have waited since it looked.
        and hats.closed_at is null
        ${afterwards ? "" : "and (hats.closes_at is null or hats.closes_at > clock_timestamp())"}
      returning hats.lottery_id
    )${effects && `, ${effects}`}
    select hat.club_id as "clubId", verdict.kind, exists (select from touched) as touched,
           (select pg_notify('${LIVE_CHANNEL}',
              json_build_object('kind', 'hat', 'lotteryId', touched.lottery_id)::text) from touched)
           ${answer}
    from hat, verdict`;
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const { rows } = await db.raw<{ rows: DecidedRow[] }>(sql, bindings);
    const row = rows[0];
    if (!row) return null;
    const { touched, pg_notify: _, ...decided } = row;
    if (touched || row.kind !== "done") return decided;
    if (tries === TRIES_MAX - 1) return { ...decided, kind: "busy" };
  }
  return null;
}

type DecidedRow = Decided & { touched: boolean; pg_notify: unknown };
