import { pilesIn } from "#app/domain/poll/ballot.ts";
import { countPoll } from "#app/domain/poll/poll-count.ts";
import { lotsOf } from "#app/domain/poll/poll-lot.ts";
import type { Outcome, Poll } from "#app/domain/poll/poll.ts";
import { sha256 } from "../lotteries/commitments.server.ts";
import { hmacUnder } from "../lotteries/draws.server.ts";
import type { Db } from "../reliability/pool.server.ts";
import { ballotsTextOf } from "./ballots.server.ts";
import { HAS_ENDED, pollById } from "./polls.server.ts";

/** One poll with its result, which is counted when somebody first asks for it after the end. Null when there is none. */
export async function pollWithOutcome({ id }: { id: string }, db: Db): Promise<Poll | null> {
  const poll = await pollById({ id }, db);
  if (!poll?.ended || poll.outcome) return poll;
  const seed = await sealed({ id }, db);
  // It was deleted meanwhile.
  if (!seed) return null;
  const outcome = await counted(poll, seed, db);
  await db.raw("update polls set outcome = cast(:outcome as jsonb) where id = :id and outcome is null", {
    id,
    outcome: JSON.stringify(outcome),
  });
  return { ...poll, outcome, seed: seed.toString("hex"), voters: outcome.ballots };
}

/**
 * Waits for votes that are under way, and lets no more in: a vote holds a lock on its poll, and looks again whether it
 * has ended when it has waited for one. Answers the secret; null when there is no such poll.
 */
async function sealed({ id }: { id: string }, db: Db): Promise<Buffer | null> {
  const { rows } = await db.raw<{ rows: { seed: Buffer }[] }>(
    `update polls set sealed_at = coalesce(sealed_at, date_trunc('milliseconds', now()))
     where id = :id and ${HAS_ENDED} returning seed`,
    { id },
  );
  return rows[0]?.seed ?? null;
}

/** Counts the ballots of a poll that is sealed. Whoever counts them, and whenever, comes to the same result. */
async function counted({ id, method, entries }: Poll, seed: Buffer, db: Db): Promise<Outcome> {
  const text = await ballotsTextOf({ pollId: id }, db);
  const ballotsHash = sha256(text);
  const films = entries.map(({ position }) => position);
  const lots = lotsOf({ pollId: id, entries, ballotsHash }, { sha256, hmac: hmacUnder(seed) });
  return { ...(await countPoll({ method, films, piles: pilesIn(text) }, lots)), ballotsHash };
}
