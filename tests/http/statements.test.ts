import { randomUUID } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import type { PollMessage } from "#app/domain/poll/poll-live.ts";
import { openStream } from "#tests/support/live-stream.ts";
import { arrive, createLottery, EVENING, formWith } from "#tests/support/lotteries.ts";
import { ballotForm, createPoll, endLongAgo, vote } from "#tests/support/polls.ts";
import { testServer } from "#tests/support/server.ts";

const server = await testServer();
const owner = server.visitor();
await arrive(owner);
const lottery = await createLottery(owner);
await server.db.raw("create extension if not exists pg_stat_statements");

/**
 * How many statements of the app the database carried out while this happened. The pool's pings are not counted, and
 * neither is what all pages of a process share: who was removed, and who was seen.
 */
async function statementsOf(act: () => Promise<unknown>): Promise<number> {
  // What came too late for a page goes on behind it.
  await vi.waitFor(async () => expect(await underWay()).toBe(0), 10_000);
  const before = await counted();
  await act();
  return (await counted()) - before;
}

async function underWay(): Promise<number> {
  const { rows } = await server.db.raw<{ rows: { active: number }[] }>(
    `select count(*)::integer as active from pg_stat_activity
     where datname = current_database() and state = 'active' and pid <> pg_backend_pid()`,
  );
  return rows[0]!.active;
}

async function counted(): Promise<number> {
  const { rows } = await server.db.raw<{ rows: { calls: string }[] }>(
    `select coalesce(sum(calls), 0) as calls from pg_stat_statements
     where dbid = (select oid from pg_database where datname = current_database())
       and query ~ '(clubs|lotteries|entries|draws|movies|hats|polls|poll_voters|ballots)' and query !~ 'last_seen|removed_at'`,
  );
  return Number(rows[0]?.calls ?? 0);
}

test.each(["/", lottery, "/library", "/history", "/history/numbers", `${lottery}/deletion`])(
  "%s takes at most two statements",
  async (address) => {
    const statements = await statementsOf(() => owner.get(address));
    expect(statements).toBeGreaterThan(0);
    expect(statements).toBeLessThanOrEqual(2);
  },
);

test.each([
  ["creating a lottery", () => owner.post("/?index", formWith(EVENING))],
  [
    "adding to the library",
    () => owner.post("/library", { form: "add", submitKey: randomUUID(), title: "Ran" }),
  ],
  [
    "keeping an entry of a lottery",
    () => owner.post("/library", { form: "keep", lottery: lottery.replace("/l/", ""), entry: "1" }),
  ],
  [
    "saying that a film was watched",
    () => owner.post("/history", { kind: "lottery", id: lottery.replace("/l/", ""), entry: "1" }),
  ],
  [
    "taking it back",
    () => owner.post("/history", { kind: "lottery", id: lottery.replace("/l/", ""), entry: "1", do: "not" }),
  ],
])("%s is one statement", async (_, act) => {
  expect(await statementsOf(act)).toBe(1);
});

// The winner is computed outside the database, from a seed that only this statement brings out; see decision 004.
test("drawing reads the sealed seed in one statement, and writes in one", async () => {
  expect(await statementsOf(() => owner.post(`${lottery}/draw`, {}))).toBe(2);
});

test("what is done with a hat is one statement each, and a hundred visitors who see it cost none", async () => {
  const hat = await createLottery(owner, EVENING.slice(0, 1), { way: "collect" });
  const guest = server.visitor();
  await arrive(guest);
  const streams = await Promise.all(Array.from({ length: 100 }, () => openStream(server.url, hat)));
  await Promise.all(streams.map((stream) => stream.until((message) => message.hat !== null)));
  const suggest = async () => {
    await guest.post(hat, { form: "suggest", submitKey: randomUUID(), title: "Ran" });
    await Promise.all(streams.map((stream) => stream.until((message) => message.hat?.films.length === 2)));
  };
  expect(await statementsOf(suggest), "the suggestion, and one look for all who see it").toBe(2);
  for (const { close } of streams) close();
  const unseen = await createLottery(owner, EVENING, { way: "collect" });
  const film = (await owner.get(unseen)).document.querySelector("input[name=film]")!.getAttribute("value")!;
  expect(await statementsOf(() => guest.post(unseen, { form: "second", film }))).toBe(1);
  expect(await statementsOf(() => guest.post(unseen, { form: "takeback", film }))).toBe(1);
  expect(await statementsOf(() => owner.post(unseen, { form: "close" }))).toBe(1);
});

describe("a poll", () => {
  const ranked = () => ballotForm("ranked", [2, 1]);

  test("costs at most two statements a page, before the end and after", async () => {
    const poll = await createPoll(owner, { names: "Аня" });
    const ended = await createPoll(owner);
    await vote(owner, ended, "approval", [1]);
    await endLongAgo(server.db, ended);
    // Whoever comes first has the votes counted.
    await owner.get(ended);
    const query = (await server.db("movies").limit(2).pluck<string[]>("id"))
      .map((id) => `movie=${id}`)
      .join("&");
    for (const address of [
      poll,
      `${poll}/settings`,
      `${poll}/proof`,
      ended,
      `${ended}/proof`,
      `/p/new?${query}`,
    ]) {
      const statements = await statementsOf(() => owner.get(address));
      expect([address, statements > 0, statements <= 2]).toEqual([address, true, true]);
    }
  });

  test("takes one statement for whatever is done with it", async () => {
    const poll = await createPoll(owner, { method: "ranked" });
    const voter = server.visitor();
    await arrive(voter);
    expect(await statementsOf(() => voter.post(poll, ranked())), "a vote").toBe(1);
    expect(await statementsOf(() => voter.post(poll, ballotForm("ranked", [3]))), "another one").toBe(1);
    const settings = (of: string, fields: Record<string, string>) => () =>
      owner.post(`${of}/settings`, fields);
    const named = await createPoll(owner, { names: "Аня", method: "ranked" });
    const { id } = await server
      .db("poll_voters")
      .where({ poll_id: named.slice("/p/".length) })
      .first("id");
    expect(await statementsOf(settings(named, { form: "names", names: "Боря\nВера" }))).toBe(1);
    expect(await statementsOf(settings(named, { form: "renew-link", voter: id, links: "1" }))).toBe(1);
    const { document } = await owner.get(`${named}/settings`);
    const link = new URL(document.querySelector(".voter-list input[readonly]")!.getAttribute("value")!);
    const byName = ballotForm("ranked", [1], { voter: link.searchParams.get("as")! });
    expect(await statementsOf(() => voter.post(named, byName)), "a vote by name").toBe(1);
    expect(await statementsOf(settings(named, { form: "strike-name", voter: id }))).toBe(1);
    expect(await statementsOf(settings(poll, { method: "ranked", hours: "72", name: "Среда" }))).toBe(1);
    expect(await statementsOf(settings(poll, { form: "end" }))).toBe(1);
    expect(await statementsOf(() => owner.post(`${poll}/deletion`, {}))).toBe(1);
  });

  test("costs one statement for a hundred visitors who see a vote come in", async () => {
    const poll = await createPoll(owner, { method: "ranked" });
    const voter = server.visitor();
    await arrive(voter);
    const streams = await Promise.all(
      Array.from({ length: 100 }, () => openStream<PollMessage>(server.url, poll)),
    );
    await Promise.all(streams.map((stream) => stream.until(({ voters }) => voters === 0)));
    const voting = async () => {
      await voter.post(poll, ranked());
      await Promise.all(streams.map((stream) => stream.until(({ voters }) => voters === 1)));
    };
    expect(await statementsOf(voting), "the vote, and one look for all who see it").toBe(2);
    for (const { close } of streams) close();
  });
});

test("a hundred visitors who wait for a draw cost one statement together, and the draw none", async () => {
  const awaited = await createLottery(owner);
  const streams = await Promise.all(Array.from({ length: 99 }, () => openStream(server.url, awaited)));
  await Promise.all(streams.map((stream) => stream.until(({ open }) => open !== null)));
  const coming = async () => {
    const late = await openStream(server.url, awaited);
    streams.push(late);
    await late.until(({ open }) => open !== null);
  };
  expect(await statementsOf(coming), "for one who comes later").toBe(0);
  const drawing = async () => {
    await server.visitor().post(`${awaited}/draw`, {});
    await Promise.all(streams.map((stream) => stream.until(({ draw }) => draw !== null)));
  };
  expect(await statementsOf(drawing), "those of drawing").toBe(2);
  for (const { close } of streams) close();
  const another = await createLottery(owner);
  const first = async () => {
    const few = await Promise.all(Array.from({ length: 50 }, () => openStream(server.url, another)));
    await Promise.all(few.map((stream) => stream.until(({ open }) => open !== null)));
    for (const { close } of few) close();
  };
  expect(await statementsOf(first), "for all who come at first").toBe(1);
});
