import { randomUUID } from "node:crypto";
import type { Ballot, Method } from "#app/domain/poll/poll-method.ts";
import { scopes, write, writeWithin } from "../guarded.server.ts";
import { inviteHash, newId, submitFingerprint } from "../identity.server.ts";
import { newSeed } from "../lotteries/commitments.server.ts";
import type { Created } from "../created.server.ts";
import type { NewEntry } from "../new-entries.server.ts";
import type { Written } from "../reliability/writing.server.ts";
import { castBallot, type Cast, type Voter } from "./ballots.server.ts";
import { deletePoll, insertPoll, type NewPoll, type NewVoter } from "./polls.server.ts";
import { changePoll, endPoll, type Changed, type Terms } from "./terms.server.ts";
import { addVoters, type Named, renewLink, strikeVoter, type Struck } from "./voters.server.ts";

type Poll = Omit<NewPoll, "id" | "seed" | "fingerprint" | "voters">;

/** Makes the token of the link that a voter has after so many. */
type TokenOf = (voterId: string, links: number) => string;

/** Names to be written down, each of which gets a link of its own. */
type Names = { names: readonly string[]; tokenOf: TokenOf };

/**
 * Saves a poll, in which only these people vote if there are any; the same submit key never makes a second one. `gone` when one of its films is
 * not there any more.
 */
export function createPoll(poll: Poll, voters: Names): Promise<Written<Created | { kind: "gone" }>> {
  return writeWithin("create-poll", [scopes.club(poll.clubId)], async (db) => {
    return (await insertPoll(made(poll, voters), db)) ?? { kind: "gone" };
  });
}

/** Saves a poll of films that were typed; the same submit key never makes a second one. */
export function createPollOf(
  entries: readonly NewEntry[],
  poll: Omit<Poll, "films">,
): Promise<Written<Created>> {
  return writeWithin("create-poll", [scopes.club(poll.clubId)], async (db) => {
    const created = await insertPoll(made({ ...poll, films: { from: "form", entries } }), db);
    if (!created) throw new Error("a poll of typed films was not saved");
    return created;
  });
}

function made(poll: Poll, voters?: Names): NewPoll {
  const { name, method, open, hours, films } = poll;
  const names = voters?.names.length ? [voters.names] : [];
  const fingerprint = submitFingerprint([name, method, open, hours, films, ...names]);
  return { ...poll, id: newId(), seed: newSeed(), fingerprint, voters: voters ? named(voters) : [] };
}

function named({ names, tokenOf }: Names): NewVoter[] {
  return names.map((name) => {
    const id = randomUUID();
    return { id, name, tokenHash: inviteHash(tokenOf(id, FIRST_LINK)) };
  });
}

const FIRST_LINK = 1;

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

type OfPoll = { id: string; clubId: string };

/** Writes down who votes; see voters.server.ts. */
export function addNames({ id: pollId, clubId, ...names }: OfPoll & Names): Promise<Written<Named | null>> {
  return write("name-voters", [scopes.poll(pollId)], (db) =>
    addVoters({ pollId, clubId, voters: named(names) }, db),
  );
}

/** Gives a name another link after so many; see voters.server.ts. False when the club has no such name. */
export function newLink({
  id: pollId,
  clubId,
  voterId,
  links,
  tokenOf,
}: OfPoll & { voterId: string; links: number; tokenOf: TokenOf }): Promise<Written<boolean>> {
  const tokenHash = inviteHash(tokenOf(voterId, links + 1));
  return write("renew-link", [scopes.poll(pollId)], (db) =>
    renewLink({ pollId, clubId, voterId, links, tokenHash }, db),
  );
}

/** Takes a name off the list of a poll; see voters.server.ts. */
export function removeName(of: {
  pollId: string;
  clubId: string;
  voterId: string;
}): Promise<Written<Struck | null>> {
  return write("remove-voter", [scopes.poll(of.pollId)], (db) => strikeVoter(of, db));
}

/** Ends a poll of this club now; false when the club has no such poll. */
export function closePoll(input: OfPoll): Promise<Written<boolean>> {
  return write("end-poll", [scopes.poll(input.id), scopes.club(input.clubId)], (db) => endPoll(input, db));
}

/** Deletes a poll of this club; a second time it is `gone`. */
export function removePoll(input: OfPoll): Promise<Written<"deleted" | "gone" | "foreign">> {
  return write("delete-poll", [scopes.poll(input.id), scopes.club(input.clubId)], (db) =>
    deletePoll(input, db),
  );
}
