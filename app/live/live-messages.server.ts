import * as z from "zod";
import { LIVE_CHANNEL } from "#app/domain/live.ts";
import type { Query } from "./listener.server.ts";

/** What happened to a lottery. Sent with the commit of the statement that did it; holds nothing secret. */
export type LotteryMessage =
  | { kind: "drawn"; lotteryId: string; number: number; winner: number; drawnAt: string }
  | { kind: "opened"; lotteryId: string; number: number }
  /** Something is new in the hat that friends fill. */
  | { kind: "hat"; lotteryId: string }
  | { kind: "deleted"; lotteryId: string };

/** Something about a poll is new, such as a vote; what it is has to be asked for. */
type PollNews = { kind: "poll"; pollId: string };

/** A club was deleted, with all its lotteries and polls: whoever follows one asks how it stands. */
type ClubNews = { kind: "gone" };

/** What processes tell each other: how many visitors wait with them, and that they have started or are stopping. */
export type PresenceMessage =
  | { kind: "waiting"; from: string; counts: Record<string, number> }
  | { kind: "came"; from: string }
  | { kind: "left"; from: string };

const lotteryId = z.string();
const number = z.number().int();
const from = z.string();

const Message = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("drawn"), lotteryId, number, winner: number, drawnAt: z.string() }),
  z.object({ kind: z.literal("opened"), lotteryId, number }),
  z.object({ kind: z.literal("hat"), lotteryId }),
  z.object({ kind: z.literal("deleted"), lotteryId }),
  z.object({ kind: z.literal("poll"), pollId: z.string() }),
  z.object({ kind: z.literal("gone") }),
  z.object({ kind: z.literal("waiting"), from, counts: z.record(z.string(), number.nonnegative()) }),
  z.object({ kind: z.literal("came"), from }),
  z.object({ kind: z.literal("left"), from }),
]) satisfies z.ZodType<LiveNews>;

export type LiveNews = LotteryMessage | PollNews | ClubNews | PresenceMessage;

/** Reads a message of the channel; null for one that only another release understands. */
export function parseMessage(payload: string): LiveNews | null {
  try {
    return Message.safeParse(JSON.parse(payload)).data ?? null;
  } catch {
    // Not JSON, so it is not from this app.
    return null;
  }
}

/** Tells every process that listens. Rejects as the query does. */
export async function announce(message: PresenceMessage, query: Query): Promise<void> {
  await query("select pg_notify($1, $2)", [LIVE_CHANNEL, JSON.stringify(message)]);
}
