import type { Ballot, Method } from "#app/domain/poll-method.ts";
import { scopes, write } from "../guarded.server.ts";
import { newId, submitFingerprint } from "../identity.server.ts";
import { newSeed } from "../lotteries/commitments.server.ts";
import type { Created } from "../lotteries/lotteries.server.ts";
import type { Written } from "../reliability/writing.server.ts";
import { castBallot, type Cast, type Voter } from "./ballots.server.ts";
import { deletePoll, insertPoll, type NewPoll } from "./polls.server.ts";
import { changePoll, endPoll, type Changed, type Terms } from "./terms.server.ts";

/** Saves a poll; the same submit key never makes a second one. `gone` when one of its films is not there any more. */
export function createPoll(
  poll: Omit<NewPoll, "id" | "seed" | "fingerprint">,
): Promise<Written<Created | { kind: "gone" }>> {
  const { name, method, open, hours, films } = poll;
  const fingerprint = submitFingerprint([name, method, open, hours, films]);
  const made = { ...poll, id: newId(), seed: newSeed(), fingerprint };
  return write("create-poll", [scopes.club(poll.clubId)], async (db) => {
    return (await insertPoll(made, db)) ?? { kind: "gone" };
  });
}

/** Saves a vote or changes it; see ballots.server.ts. Null when there is no such poll. */
export function vote(input: {
  pollId: string;
  voter: Voter;
  method: Method;
  choices: Ballot;
  submitKey: string;
}): Promise<Written<Cast | null>> {
  return write("vote", [scopes.poll(input.pollId)], (db) => castBallot({ ...input, receipt: newId() }, db));
}

/** Changes a poll of this club; see terms.server.ts. */
export function setTerms(input: { id: string; clubId: string } & Terms): Promise<Written<Changed | null>> {
  return write("change-poll", [scopes.poll(input.id), scopes.club(input.clubId)], (db) =>
    changePoll(input, db),
  );
}

/** Ends a poll of this club now; false when the club has no such poll. */
export function closePoll(input: { id: string; clubId: string }): Promise<Written<boolean>> {
  return write("end-poll", [scopes.poll(input.id), scopes.club(input.clubId)], (db) => endPoll(input, db));
}

/** Deletes a poll of this club; a second time it is `gone`. */
export function removePoll(input: {
  id: string;
  clubId: string;
}): Promise<Written<"deleted" | "gone" | "foreign">> {
  return write("delete-poll", [scopes.poll(input.id), scopes.club(input.clubId)], (db) =>
    deletePoll(input, db),
  );
}
