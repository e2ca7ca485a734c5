import type { Ballot, Method } from "#app/domain/poll-method.ts";
import { scopes, write } from "../guarded.server.ts";
import { newId, submitFingerprint } from "../identity.server.ts";
import { newSeed } from "../lotteries/commitments.server.ts";
import type { Created, NewEntry } from "../lotteries/lotteries.server.ts";
import type { Written } from "../reliability/writing.server.ts";
import { castBallot, type Cast, type Voter } from "./ballots.server.ts";
import { deletePoll, insertPoll, type NewPoll } from "./polls.server.ts";
import { changePoll, endPoll, type Changed, type Terms } from "./terms.server.ts";

type Poll = Omit<NewPoll, "id" | "seed" | "fingerprint">;

/** Saves a poll; the same submit key never makes a second one. `gone` when one of its films is not there any more. */
export function createPoll(poll: Poll): Promise<Written<Created | { kind: "gone" }>> {
  return write("create-poll", [scopes.club(poll.clubId)], async (db) => {
    return (await insertPoll(made(poll), db)) ?? { kind: "gone" };
  });
}

/** Saves a poll of films that were typed; the same submit key never makes a second one. */
export function createPollOf(
  entries: readonly NewEntry[],
  poll: Omit<Poll, "films">,
): Promise<Written<Created>> {
  return write("create-poll", [scopes.club(poll.clubId)], async (db) => {
    const created = await insertPoll(made({ ...poll, films: { from: "form", entries } }), db);
    if (!created) throw new Error("a poll of typed films was not saved");
    return created;
  });
}

function made(poll: Poll): NewPoll {
  const { name, method, open, hours, films } = poll;
  const fingerprint = submitFingerprint([name, method, open, hours, films]);
  return { ...poll, id: newId(), seed: newSeed(), fingerprint };
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
