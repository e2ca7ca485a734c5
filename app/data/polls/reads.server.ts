import type { Receipt } from "#app/domain/poll/ballot.ts";
import type { Poll } from "#app/domain/poll/poll.ts";
import { database } from "../database.server.ts";
import { isGone } from "../club/gone.server.ts";
import { linked, nothingYet, scopes, type Linked } from "../guarded.server.ts";
import { ballotsOf, NOTHING_OWN, type Own, ownOf, type Voter } from "./ballots.server.ts";
import { moviesByIds, type PickedMovie } from "./picked-movies.server.ts";
import { pollWithOutcome } from "./outcomes.server.ts";
import { type VoterRow, votersOf } from "./voters.server.ts";

/** One poll, or why there is none to show. */
export async function pollPage({ pollId }: { pollId: string }): Promise<Linked<Poll>> {
  const { db, guard, budgets } = database();
  return linked(
    await guard.read<Poll | "gone" | null>({
      name: "poll",
      scope: scopes.poll(pollId),
      budgetMs: budgets.readMs,
      fallback: null,
      load: async () =>
        (await pollWithOutcome({ id: pollId }, db)) ?? ((await isGone("poll", pollId, db)) ? "gone" : null),
    }),
  );
}

/** Why there is no such poll; asked for a vote that came too late. */
export async function whyNoPoll(pollId: string) {
  return (await pollPage({ pollId })).missing ?? "not-found";
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

/** What somebody, and their club, have to do with a poll. Default: nothing. */
export function ownOfPoll(asked: { pollId: string; voter: Voter; clubId: string | null }) {
  const { pollId, voter, clubId } = asked;
  const { db, guard, budgets } = database();
  return guard.read<Own>({
    name: "ballot",
    scope: scopes.poll(pollId),
    key: `${voter.tokenHash} ${voter.visitorId} ${clubId}`,
    budgetMs: budgets.readMs,
    fallback: NOTHING_OWN,
    load: () => ownOf(asked, db),
  });
}

/** The names of a poll of this club; null with source `default` means unknown, null otherwise that it has no such poll. */
export function voterList({ pollId, clubId }: { pollId: string; clubId: string }) {
  const { db, guard, budgets } = database();
  return guard.read<VoterRow[] | null>({
    name: "voters",
    scope: scopes.poll(pollId),
    key: clubId,
    budgetMs: budgets.readMs,
    fallback: null,
    load: () => votersOf({ pollId, clubId }, db),
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
