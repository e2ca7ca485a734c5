import type { Receipt } from "#app/domain/ballot.ts";
import type { Poll } from "#app/domain/poll.ts";
import { database } from "../database.server.ts";
import { nothingYet, scopes } from "../guarded.server.ts";
import type { Guarded } from "../reliability/guard.server.ts";
import { ballotOf, ballotsOf, type Voter } from "./ballots.server.ts";
import { moviesByIds, type PickedMovie } from "./picked-movies.server.ts";
import { pollWithOutcome } from "./outcomes.server.ts";

/** One poll; null with source `default` means unknown, null otherwise means there is none. */
export function pollPage({ pollId }: { pollId: string }): Promise<Guarded<Poll | null>> {
  const { db, guard, budgets } = database();
  return guard.read({
    name: "poll",
    scope: scopes.poll(pollId),
    budgetMs: budgets.readMs,
    fallback: null,
    load: () => pollWithOutcome({ id: pollId }, db),
  });
}

/** Films of a club's library by their ids. Default: none. */
export function pickedMovies({ clubId, movieIds }: { clubId: string | null; movieIds: readonly string[] }) {
  if (!clubId) return nothingYet<PickedMovie[]>([]);
  const { db, guard, budgets } = database();
  return guard.read<PickedMovie[]>({
    name: "picked-movies",
    scope: scopes.club(clubId),
    key: movieIds.join(),
    budgetMs: budgets.readMs,
    fallback: [],
    load: () => moviesByIds({ clubId, movieIds }, db),
  });
}

/** What somebody has voted; null with source `default` means unknown, null otherwise that they have not. */
export function ownBallot({ pollId, voter }: { pollId: string; voter: Voter }) {
  const { db, guard, budgets } = database();
  return guard.read<Receipt | null>({
    name: "ballot",
    scope: scopes.poll(pollId),
    key: voter.tokenHash ?? voter.visitorId,
    budgetMs: budgets.readMs,
    fallback: null,
    load: () => ballotOf({ pollId, voter }, db),
  });
}

/** All ballots of a poll that has ended; null means unknown. */
export function ballotList({ pollId }: { pollId: string }) {
  const { db, guard, budgets } = database();
  return guard.read<Receipt[] | null>({
    name: "ballots",
    scope: scopes.poll(pollId),
    key: "all",
    budgetMs: budgets.readMs,
    fallback: null,
    load: () => ballotsOf({ pollId }, db),
  });
}
