import * as z from "zod";
import type { Outcome } from "./poll.ts";

const position = z.int().min(1).max(25);
const votes = z.int().min(0);

const OUTCOME = z.object({
  ballots: votes,
  rounds: z.array(
    z.object({
      votes: z.array(z.object({ position, votes })),
      exhausted: votes,
      out: z.array(position),
      lot: z.object({ among: z.array(position), drawn: position }).nullable(),
    }),
  ),
  winner: position.nullable(),
  ballotsHash: z.string(),
}) satisfies z.ZodType<Outcome>;

/** A result that was kept as JSON; null when there is none, or none that any release writes. */
export function readOutcome(kept: unknown): Outcome | null {
  return OUTCOME.safeParse(kept).data ?? null;
}
