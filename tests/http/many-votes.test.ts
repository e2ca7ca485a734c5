import { expect, test } from "vitest";
import { textOf } from "#tests/support/html.ts";
import { ballotForm, createPoll, endLongAgo } from "#tests/support/polls.ts";
import { testServer } from "#tests/support/server.ts";

const server = await testServer({ TRUSTED_PROXIES: "1" });
const host = server.visitor();

/** A browser at an address of its own. */
async function guest(number: number) {
  const visitor = server.visitor();
  const from = { "X-Forwarded-For": `203.0.113.${number}` };
  await visitor.get("/", from);
  return (poll: string, form: [string, string][]) => visitor.post(poll, form, from);
}

test("two hundred votes at once from two hundred browsers are two hundred votes", async () => {
  const poll = await createPoll(host);
  const voters = await Promise.all(Array.from({ length: 200 }, (_, number) => guest(number)));
  const pressed = voters.map((send, number) => send(poll, ballotForm("approval", [(number % 2) + 1])));
  const statuses = (await Promise.all(pressed)).map(({ status }) => status);
  expect(statuses.filter((status) => status !== 303)).toEqual([]);
  await endLongAgo(server.db, poll);
  const { document } = await host.get(poll);
  const bars = [...document.querySelectorAll(".bar-votes")].map((each) => each.textContent);
  expect(bars).toEqual(["100 votes", "100 votes", "0 votes"]);
  expect(textOf(document, ".poll-state")).toContain("200 people have voted");
});

test("votes that come in the moment of the end either count, or their voters are told, and the result stays", async () => {
  const poll = await createPoll(host, { method: "one" });
  const voters = await Promise.all(Array.from({ length: 60 }, (_, number) => guest(number)));
  const votes = voters.map((send) => send(poll, ballotForm("one", [1])));
  const ended = host.post(`${poll}/settings`, { form: "end" });
  const counted = [];
  for (let look = 0; look < 5; look++) {
    await ended;
    counted.push(textOf((await host.get(poll)).document, ".poll-state"));
  }
  const answers = await Promise.all(votes);
  const tidings = await Promise.all(
    voters.map(async (_, index) => String(answers[index]!.headers["set-cookie"])),
  );
  const kept = await server.db("ballots").where({ poll_id: poll.slice("/p/".length) });
  const last = await host.get(poll);
  expect(new Set(counted.map((text) => text.replace(/ Ended.*/, ""))).size).toBe(1);
  expect(textOf(last.document, ".poll-state")).toContain(
    kept.length === 0 ? "Nobody has voted" : `${kept.length} `,
  );
  const taken = tidings.filter((cookies) => noticeIn(cookies) === "vote-cast");
  const late = tidings.filter((cookies) => noticeIn(cookies) === "vote-late");
  expect([taken.length, taken.length + late.length]).toEqual([kept.length, 60]);
});

/** The id of the notice that an answer brings. */
function noticeIn(cookies: string): string | undefined {
  const [, value = ""] = /notice=([^;.]+)/.exec(cookies) ?? [];
  const text = Buffer.from(decodeURIComponent(value), "base64").toString();
  return (JSON.parse(text || "{}") as { id?: string }).id;
}
