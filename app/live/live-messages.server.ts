import * as z from "zod";
import type { DrawMade } from "#app/domain/live.ts";
import type { Commitment, Entry } from "#app/domain/lottery.ts";
import { COMMITMENT_JSON, commitmentsTo, type CommitmentRow } from "#app/data/commitments.server.ts";
import type { Query } from "./listener.server.ts";
import { ENTRIES_JSON, IS_OPEN } from "#app/data/lotteries.server.ts";
import { NEWS_CHANNEL } from "#app/data/news-channel.server.ts";

/** What happened to a lottery. Sent with the commit of the statement that did it; holds nothing secret. */
export type News =
  | { kind: "drawn"; lotteryId: string; number: number; winner: number; drawnAt: string }
  | { kind: "opened"; lotteryId: string; number: number }
  | { kind: "deleted"; lotteryId: string };

/** What processes tell each other: how many visitors wait with them, and when they come and go. */
export type Roll =
  | { kind: "waiting"; from: string; counts: Record<string, number> }
  | { kind: "came"; from: string }
  | { kind: "left"; from: string };

/** How a lottery stands, as far as everyone may know. */
export type Standing = { draw: DrawMade | null; open: Commitment | null };

const lotteryId = z.string();
const number = z.number().int();
const from = z.string();

const Message = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("drawn"), lotteryId, number, winner: number, drawnAt: z.string() }),
  z.object({ kind: z.literal("opened"), lotteryId, number }),
  z.object({ kind: z.literal("deleted"), lotteryId }),
  z.object({ kind: z.literal("waiting"), from, counts: z.record(z.string(), number.nonnegative()) }),
  z.object({ kind: z.literal("came"), from }),
  z.object({ kind: z.literal("left"), from }),
]) satisfies z.ZodType<News | Roll>;

/** A message of the channel; null for one that another release may understand. */
export function parseMessage(payload: string): News | Roll | null {
  try {
    return Message.safeParse(JSON.parse(payload)).data ?? null;
  } catch {
    // Not JSON, so not ours.
    return null;
  }
}

/** Tells every process that listens. Rejects as the query does. */
export async function announce(message: Roll, query: Query): Promise<void> {
  await query("select pg_notify($1, $2)", [NEWS_CHANNEL, JSON.stringify(message)]);
}

/** How these lotteries stand now, in one statement; those that are not in the answer do not exist. */
export async function standingsOf(ids: readonly string[], query: Query): Promise<Map<string, Standing>> {
  const rows = await query<StandingRow>(
    `select lotteries.id,
            (select json_build_object('number', number, 'winner', winner, 'drawnAt', drawn_at)
             from draws where lottery_id = lotteries.id order by number desc limit 1) as draw,
            (select ${COMMITMENT_JSON} from commitments
             where lottery_id = lotteries.id and ${IS_OPEN}
             order by number desc limit 1) as open,
            ${ENTRIES_JSON("lotteries.id")} as entries
     from lotteries where id = any($1)`,
    [ids],
  );
  return new Map(
    rows.map(({ id, draw, open, entries }) => [id, { draw, open: open && commitmentsTo(entries)(open) }]),
  );
}

type StandingRow = {
  id: string;
  draw: DrawMade | null;
  open: CommitmentRow | null;
  entries: Entry[];
};
