import { describe, expect, test } from "vitest";
import { inviteOf } from "#tests/support/action-forms.ts";
import { arrive } from "#tests/support/lotteries.ts";
import { createPoll, vote } from "#tests/support/polls.ts";
import { testServer } from "#tests/support/server.ts";
import type { Answer, Visitor } from "#tests/support/visitor.ts";

const server = await testServer();

async function newcomer(): Promise<Visitor> {
  const visitor = server.visitor();
  await arrive(visitor);
  return visitor;
}

/** A poll of a club, and somebody from outside who has voted in it for the first film. */
async function voted() {
  const host = await newcomer();
  const poll = await createPoll(host, { method: "one" });
  const guest = await newcomer();
  expect((await vote(guest, poll, "one", [1])).status).toBe(303);
  return { host, poll, guest };
}

async function join(visitor: Visitor, host: Visitor): Promise<void> {
  const before = visitor.jar.get("visitor");
  expect((await visitor.post(await inviteOf(host), { firstName: "Аня" })).status).toBe(303);
  expect(visitor.jar.get("visitor")).not.toBe(before);
}

async function leave(visitor: Visitor): Promise<void> {
  const { document } = await visitor.get("/club");
  const [link] = [...document.querySelectorAll("a[href$='/removal']")].filter((each) =>
    each.textContent.startsWith("Leave"),
  );
  expect((await visitor.post(link!.getAttribute("href")!, {})).status).toBe(303);
}

const tickedOn = ({ document }: Answer) =>
  [...document.querySelectorAll("input[name=film]")]
    .filter((input) => input.hasAttribute("checked"))
    .map((input) => input.getAttribute("value"));

/** What a browser's page says that it voted for, and all ballots of the poll when it has voted for the second film. */
async function voteAgain(visitor: Visitor, poll: string) {
  const ticked = tickedOn(await visitor.get(`${poll}?again`));
  const { status } = await vote(visitor, poll, "one", [2]);
  const ballots = await server.db("ballots").where({ poll_id: poll.slice("/p/".length) });
  return { ticked, status, ballots: ballots.map(({ choices }) => choices) };
}

const ONE_VOTE = { ticked: ["1"], status: 303, ballots: [[2]] };

describe("a browser has one vote in a poll, and it stays its own", () => {
  test("when it joins the club of the poll", async () => {
    const { host, poll, guest } = await voted();
    await join(guest, host);
    expect(await voteAgain(guest, poll)).toEqual(ONE_VOTE);
  });

  test("when it joins a club and leaves it again", async () => {
    const { poll, guest } = await voted();
    await join(guest, await newcomer());
    await leave(guest);
    expect(await voteAgain(guest, poll)).toEqual(ONE_VOTE);
  });

  test("when it joins one club after another", async () => {
    const { host, poll, guest } = await voted();
    await join(guest, await newcomer());
    await join(guest, host);
    expect(await voteAgain(guest, poll)).toEqual(ONE_VOTE);
  });

  test("when it is taken out by somebody else", async () => {
    const { host, poll, guest } = await voted();
    await join(guest, host);
    const { document } = await host.get("/club");
    const [link] = [...document.querySelectorAll("a[href$='/removal']")].filter(
      (each) => !each.textContent.startsWith("Leave"),
    );
    expect((await host.post(link!.getAttribute("href")!, {})).status).toBe(303);
    expect(await voteAgain(guest, poll)).toEqual(ONE_VOTE);
  });

  test("when it deletes its club, and presses again after a lost answer", async () => {
    const { poll, guest } = await voted();
    await join(guest, await newcomer());
    const before = new Map(guest.jar);
    await guest.post("/club/deletion", { sure: "on" });
    expect(await voteAgain(guest, poll)).toEqual(ONE_VOTE);
    guest.jar.clear();
    for (const [name, value] of before) guest.jar.set(name, value);
    expect((await guest.post("/club/deletion", { sure: "on" })).status).toBe(303);
    expect(tickedOn(await guest.get(`${poll}?again`))).toEqual(["2"]);
  });
});
