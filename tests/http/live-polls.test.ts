import { afterEach, expect, test } from "vitest";
import type { PollMessage } from "#app/domain/poll/poll-live.ts";
import { openStream, type LiveStream } from "#tests/support/live-stream.ts";
import { createPoll, vote } from "#tests/support/polls.ts";
import { testServer } from "#tests/support/server.ts";

const server = await testServer();
const host = server.visitor();
const streams: LiveStream<PollMessage>[] = [];

async function follow(poll: string): Promise<LiveStream<PollMessage>> {
  const stream = await openStream<PollMessage>(server.url, poll);
  streams.push(stream);
  return stream;
}

afterEach(() => {
  for (const stream of streams.splice(0)) stream.close();
});

test("who follows a poll is told of each vote that comes, and not for what", async () => {
  const poll = await createPoll(host);
  const stream = await follow(poll);
  expect(await stream.until(({ voters }) => voters === 0)).toMatchObject({
    ended: false,
    soFar: null,
    deleted: false,
  });
  await vote(server.visitor(), poll, "approval", [2]);
  await vote(server.visitor(), poll, "approval", [3]);
  await stream.until(({ voters }) => voters === 2);
  const [row] = await server
    .db("ballots")
    .where({ poll_id: poll.slice("/p/".length) })
    .limit(1);
  for (const message of stream.messages()) expect(message.soFar).toBeNull();
  expect(stream.text()).not.toContain(row.receipt);
});

test("where votes are open, everybody is told what they are", async () => {
  const poll = await createPoll(host, { open: "on" });
  const stream = await follow(poll);
  const voter = server.visitor();
  await vote(voter, poll, "approval", [2, 3]);
  expect((await stream.until(({ voters }) => voters === 1)).soFar).toEqual({ 2: 1, 3: 1 });
  await vote(voter, poll, "approval", [1]);
  await stream.until(({ soFar }) => soFar?.[1] === 1);
});

test("the end is told when its moment comes, by the database's clock, though nothing announces it", async () => {
  const poll = await createPoll(host);
  await server.db.raw("update polls set ends_at = clock_timestamp() + interval '1500 ms' where id = ?", [
    poll.slice("/p/".length),
  ]);
  const stream = await follow(poll);
  const first = await stream.until(() => true);
  expect(first.ended).toBe(false);
  await stream.until(({ ended }) => ended);
  const { rows } = await server.db.raw<{ rows: { over: boolean }[] }>(
    "select ends_at <= clock_timestamp() as over from polls where id = ?",
    [poll.slice("/p/".length)],
  );
  expect(rows).toEqual([{ over: true }]);
});

test("an end by the host, a new end and the deletion are told to all", async () => {
  const [ended, longer, deleted] = [await createPoll(host), await createPoll(host), await createPoll(host)];
  const [one, other, third] = [await follow(ended), await follow(longer), await follow(deleted)];
  await Promise.all([one, other, third].map((stream) => stream.until(() => true)));
  await host.post(`${ended}/settings`, { form: "end" });
  await one.until((message) => message.ended);
  await host.post(`${longer}/settings`, { method: "approval", hours: "720" });
  await other.until(({ endsInMs }) => endsInMs > 29 * 24 * 3_600_000);
  await host.post(`${deleted}/deletion`, {});
  expect((await third.until((message) => message.deleted)).voters).toBe(0);
});
