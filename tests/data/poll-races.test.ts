import { randomUUID } from "node:crypto";
import { expect, test, vi } from "vitest";
import { newId } from "#app/data/identity.server.ts";
import { newSeed } from "#app/data/lotteries/commitments.server.ts";
import { castBallot } from "#app/data/polls/ballots.server.ts";
import { insertPoll, type NewPoll } from "#app/data/polls/polls.server.ts";
import { changePoll } from "#app/data/polls/terms.server.ts";
import { addVoters } from "#app/data/polls/voters.server.ts";
import type { Db } from "#app/data/reliability/pool.server.ts";
import { titleKey } from "#app/domain/film/movie.ts";
import { testDatabase } from "#tests/support/database.ts";
import { SOLARIS, STALKER } from "./fixtures.ts";

const { db } = await testDatabase();

async function aPoll(): Promise<NewPoll> {
  const entries = [SOLARIS, STALKER].map((film, index) => ({
    ...film,
    position: index + 1,
    titleKey: titleKey(film.title),
  }));
  const poll: NewPoll = {
    id: newId(),
    clubId: randomUUID(),
    host: null,
    name: null,
    method: "one",
    open: false,
    hours: 24,
    films: { from: "form", entries },
    voters: [],
    seed: newSeed(),
    submitKey: randomUUID(),
    fingerprint: "",
  };
  expect(await insertPoll(poll, db)).toMatchObject({ kind: "created" });
  return poll;
}

function voteIn({ id: pollId }: NewPoll, by: Db = db) {
  const voter = { visitorId: randomUUID(), tokenHash: null };
  const vote = { pollId, voter, method: "one", choices: [1], receipt: newId(), submitKey: randomUUID() };
  return castBallot({ ...vote, method: "one" }, by);
}

const approve = ({ id, clubId }: NewPoll) =>
  changePoll({ id, clubId, name: null, method: "approval", open: false, hours: null }, db);

const nameVoter = ({ id: pollId, clubId }: NewPoll) =>
  addVoters({ pollId, clubId, voters: [{ id: randomUUID(), name: "Аня", tokenHash: newId() }] }, db);

/** Resolves when so many statements wait for somebody's lock. */
async function untilWaiting(count: number): Promise<void> {
  await vi.waitFor(async () => {
    const waiting = await db("pg_stat_activity")
      .whereRaw("wait_event_type = 'Lock' and datname = current_database()")
      .select("pid");
    expect(waiting).toHaveLength(count);
  });
}

test.each([
  ["how people vote is changed", approve],
  ["names are written down", nameVoter],
])(
  "a first vote that is saved in the moment in which %s counts, and nothing is changed",
  async (_, change) => {
    const poll = await aPoll();
    const { changing } = await db.transaction(async (voting) => {
      expect(await voteIn(poll, voting)).toEqual({ kind: "cast" });
      const changing = change(poll);
      // It has seen a poll without votes, and now waits for the poll's row.
      await untilWaiting(1);
      return { changing };
    });
    expect(await changing).toEqual({ kind: "voted" });
    const [row] = await db("polls").where({ id: poll.id }).select("method", "by_name");
    expect(row).toEqual({ method: "one", by_name: false });
    expect(await db("poll_voters").where({ poll_id: poll.id })).toEqual([]);
    expect(await db("ballots").where({ poll_id: poll.id })).toHaveLength(1);
  },
);

test.each([
  ["how people vote is changed", approve, "changed", "changed"],
  ["names are written down", nameVoter, "named", "not-invited"],
])("a vote in the moment in which %s is told so, and is not saved", async (_, change, changed, told) => {
  const poll = await aPoll();
  const { changing, vote } = await db.transaction(async (holding) => {
    await holding("polls").where({ id: poll.id }).forUpdate().select("id");
    const changing = change(poll);
    await untilWaiting(1);
    const vote = voteIn(poll);
    await untilWaiting(2);
    return { changing, vote };
  });
  expect(await changing).toEqual({ kind: changed });
  expect(await vote).toEqual({ kind: told });
  expect(await db("ballots").where({ poll_id: poll.id })).toEqual([]);
});

test("first votes at once wait for one another and are all saved, and later ones do not wait", async () => {
  const poll = await aPoll();
  const { others } = await db.transaction(async (voting) => {
    await voteIn(poll, voting);
    const others = Array.from({ length: 4 }, () => voteIn(poll));
    await untilWaiting(4);
    return { others };
  });
  expect(new Set((await Promise.all(others)).map((cast) => cast?.kind))).toEqual(new Set(["cast"]));
  await db.transaction(async (voting) => {
    await voteIn(poll, voting);
    expect(await voteIn(poll)).toEqual({ kind: "cast" });
  });
  expect(await db("ballots").where({ poll_id: poll.id })).toHaveLength(7);
});
