import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { textOf, textsOf } from "#tests/support/html.ts";
import { arrive, createLottery, EVENING } from "#tests/support/lotteries.ts";
import {
  addFilms,
  ballotForm,
  CRANES,
  createPoll,
  endLongAgo,
  idOf,
  pollForm,
  RUNNER,
  SOLARIS,
  vote,
} from "#tests/support/polls.ts";
import { sharedServer } from "#tests/support/server.ts";
import type { Visitor } from "#tests/support/visitor.ts";

const server = await sharedServer();
const host = server.visitor();
await arrive(host);

const ballotsOf = (poll: string) => server.db("ballots").where({ poll_id: idOf(poll) });

async function guest(): Promise<Visitor> {
  const visitor = server.visitor();
  await arrive(visitor);
  return visitor;
}

describe("a poll is made", () => {
  test("of ticked films of the library, once however often its form is sent", async () => {
    const movies = await addFilms(host);
    const query = movies.map((id) => `movie=${id}`).join("&");
    const page = await host.get(`/p/new?${query}`);
    expect(page.status).toBe(200);
    expect(textOf(page.document, ".poll-films")).toContain("Солярис");
    const form = pollForm(movies, { method: "ranked", hours: "72", name: "Пятница" });
    const first = await host.post("/p/new", form);
    const second = await host.post("/p/new", form);
    expect([first.status, second.location]).toEqual([303, first.location]);
    const poll = await host.get(first.location);
    expect(textOf(poll.document, "h1")).toBe("Пятница");
    const [row] = await server
      .db("polls")
      .where({ id: idOf(first.location) })
      .select("method", "ends_at", "created_at");
    expect(row.method).toBe("ranked");
    expect(row.ends_at - row.created_at).toBe(72 * 3_600_000);
  });

  test("of the films of a lottery, and those of another club's are not there", async () => {
    const lottery = await createLottery(host);
    const page = await host.get(`/p/new?lottery=${lottery.slice("/l/".length)}`);
    const made = await host.press(page, "Start the poll", { method: "one" });
    expect(made.status).toBe(303);
    expect(textOf((await host.get(made.location)).document, ".ballot")).toContain("Blade Runner");
    const stranger = await guest();
    const empty = await stranger.get(`/p/new?lottery=${lottery.slice("/l/".length)}`);
    expect(empty.html).not.toContain("Blade Runner");
    const form = { submitKey: randomUUID(), method: "one", hours: "1", lottery: lottery.slice("/l/".length) };
    expect((await stranger.post("/p/new", form)).status).toBe(409);
  });

  test("not of one film, nor of another club's, and what was typed comes back", async () => {
    const stranger = await guest();
    const movies = await addFilms(host);
    const refused = await stranger.post("/p/new", pollForm(movies, { name: "Чужие" }));
    expect(refused.status).toBe(409);
    expect(refused.document.querySelector<HTMLInputElement>("#name")?.getAttribute("value")).toBe("Чужие");
    expect((await host.post("/p/new", pollForm(movies.slice(1, 2)))).status).toBe(400);
    const long = await host.post("/p/new", pollForm(movies, { name: "я".repeat(10_000) }));
    expect(long.status).toBe(422);
    expect(long.html).toContain("я".repeat(10_000));
  });
});

describe("a vote", () => {
  test("counts once, can be changed, and an old form that arrives late changes nothing", async () => {
    const poll = await createPoll(host);
    const voter = await guest();
    const old = ballotForm("approval", [SOLARIS]);
    const [first, again] = [await voter.post(poll, old), await voter.post(poll, old)];
    expect([first.status, again.status]).toEqual([303, 303]);
    expect(await ballotsOf(poll).pluck("choices")).toEqual([[SOLARIS]]);
    const own = await voter.get(poll);
    expect(textOf(own.document, ".own-vote")).toContain("Солярис");
    const changed = await voter.post(poll, ballotForm("approval", [RUNNER, CRANES]));
    expect(changed.status).toBe(303);
    await voter.post(poll, old);
    expect(await ballotsOf(poll).pluck("choices")).toEqual([[RUNNER, CRANES]]);
    expect(textOf((await host.get(poll)).document, ".poll-state")).toContain("1 person has voted");
  });

  test("with the key of a saved one, but other films, is a question", async () => {
    const poll = await createPoll(host);
    const voter = await guest();
    const submitKey = randomUUID();
    await voter.post(poll, ballotForm("approval", [SOLARIS], { submitKey }));
    const asked = await voter.post(poll, ballotForm("approval", [RUNNER], { submitKey }));
    expect(asked.status).toBe(409);
    expect(await ballotsOf(poll).pluck("choices")).toEqual([[SOLARIS]]);
    const pressed = await voter.press(asked, "Change my vote");
    expect(pressed.status).toBe(303);
    expect(await ballotsOf(poll).pluck("choices")).toEqual([[RUNNER]]);
  });

  test.each([
    ["nothing", "approval", [], 422, "Choose at least one film."],
    [
      "two films where one is asked for",
      "one",
      [
        ["film", "1"],
        ["film", "2"],
      ],
      422,
      "Choose one film only.",
    ],
    ["no place", "ranked", [["rank[1]", " "]], 422, "Give at least one film a place."],
    [
      "the same place twice",
      "ranked",
      [
        ["rank[1]", "1"],
        ["rank[2]", "1"],
      ],
      422,
      "Another film has this place",
    ],
    ["no number for a place", "ranked", [["rank[2]", "первый"]], 422, "A place is a number"],
    [
      "a place of ten thousand letters",
      "ranked",
      [["rank[2]", "1".repeat(10_000)]],
      422,
      "A place is a number",
    ],
    [
      "a film that is not there",
      "approval",
      [
        ["film", "1"],
        ["film", "9"],
      ],
      409,
      "changed while you were choosing",
    ],
  ] as [string, "one" | "approval" | "ranked", [string, string][], number, string][])(
    "for %s is refused with words, and comes back",
    async (_, method, fields, status, words) => {
      const poll = await createPoll(host, { method });
      const voter = await guest();
      const refused = await voter.post(poll, [...ballotForm(method, []), ...fields]);
      expect(refused.status).toBe(status);
      expect(textOf(refused.document, "main")).toContain(words);
      for (const [name, value] of fields) {
        const field = [...refused.document.querySelectorAll<HTMLInputElement>(`[name="${name}"]`)];
        const kept = field.some((each) =>
          name === "film"
            ? each.value === value && each.hasAttribute("checked")
            : each.getAttribute("value") === value,
        );
        expect(kept || value === "9", `${name}=${value}`).toBe(true);
      }
      expect(await ballotsOf(poll)).toEqual([]);
    },
  );

  test("with gaps between places is an order", async () => {
    const poll = await createPoll(host, { method: "ranked" });
    const voter = await guest();
    const form = [...ballotForm("ranked", []), ["rank[3]", "2"], ["rank[1]", "17"], ["rank[2]", " 5 "]];
    expect((await voter.post(poll, form as [string, string][])).status).toBe(303);
    expect(await ballotsOf(poll).pluck("choices")).toEqual([[CRANES, RUNNER, SOLARIS]]);
  });

  test("by another method than the poll's is given back", async () => {
    const poll = await createPoll(host, { method: "one" });
    const voter = await guest();
    expect((await voter.post(poll, ballotForm("approval", [1, 2]))).status).toBe(409);
    expect(await ballotsOf(poll)).toEqual([]);
  });

  test("without a cookie is not kept, and comes back", async () => {
    const poll = await createPoll(host);
    const refused = await server.visitor().post(poll, ballotForm("approval", [RUNNER]));
    expect(refused.status).toBe(403);
    expect(refused.document.querySelector('[value="2"]')?.hasAttribute("checked")).toBe(true);
    expect(await ballotsOf(poll)).toEqual([]);
  });

  test("after the end does not count: the page says when it ended, and what won", async () => {
    const poll = await createPoll(host);
    await vote(await guest(), poll, "approval", [SOLARIS]);
    await endLongAgo(server.db, poll);
    const late = await guest();
    const answer = await late.post(poll, ballotForm("approval", [RUNNER]));
    const page = await late.follow(answer);
    expect(textOf(page.document, "main, .notice")).toContain("");
    expect(page.html).toContain("had already ended");
    expect(textOf(page.document, ".poll-state")).toContain("Ended 1 minute ago");
    expect(textOf(page.document, ".poll-winner")).toContain("Солярис");
    expect(await ballotsOf(poll).pluck("choices")).toEqual([[SOLARIS]]);
  });

  test("for a poll that was deleted leads to nothing", async () => {
    const poll = await createPoll(host);
    const voter = await guest();
    expect((await host.post(`${poll}/deletion`, {})).status).toBe(303);
    expect((await voter.post(poll, ballotForm("approval", [RUNNER]))).status).toBe(404);
  });
});

describe("before the end", () => {
  test("nobody learns how people vote, by no address", async () => {
    const poll = await createPoll(host);
    const voter = await guest();
    await vote(voter, poll, "approval", [CRANES]);
    const { receipt } = await ballotsOf(poll).first("receipt");
    const { seed } = await server
      .db("polls")
      .where({ id: idOf(poll) })
      .first("seed");
    for (const who of [host, await guest(), server.visitor()]) {
      for (const address of [
        poll,
        `${poll}.data`,
        `${poll}/proof`,
        `${poll}/proof.data`,
        `${poll}/settings`,
      ]) {
        const { html } = await who.get(address);
        expect(html).not.toContain(receipt);
        expect(html).not.toContain((seed as Buffer).toString("hex"));
        expect(html).not.toContain('class="bars"');
      }
      expect((await who.get(`${poll}/file/ballots.json`)).status).toBe(404);
    }
  });

  test("everybody sees the votes where the host has opened them", async () => {
    const poll = await createPoll(host, { open: "on", method: "ranked" });
    await vote(await guest(), poll, "ranked", [CRANES, SOLARIS]);
    const { document } = await server.visitor().get(poll);
    expect(textOf(document, ".bars li")).toContain("Летят журавли");
    expect(textOf(document, ".bars li .bar-votes")).toBe("1 vote");
  });
});

describe("its host", () => {
  test("ends it at once, and nobody else can", async () => {
    const poll = await createPoll(host);
    await vote(await guest(), poll, "approval", [RUNNER]);
    const stranger = await guest();
    expect((await stranger.get(`${poll}/settings`)).status).toBe(404);
    expect((await stranger.post(`${poll}/settings`, { form: "end" })).status).toBe(404);
    expect(textOf((await host.get(poll)).document, ".poll-state")).toContain("Ends");
    const ended = await host.post(`${poll}/settings`, { form: "end" });
    expect(ended.location).toBe(poll);
    expect(textOf((await stranger.get(poll)).document, ".poll-winner")).toContain("Blade Runner");
    expect((await host.post(`${poll}/settings`, { form: "end" })).status, "a second time").toBe(303);
  });

  test("puts the end off, and changes how people vote until somebody has", async () => {
    const poll = await createPoll(host);
    const page = await host.get(`${poll}/settings`);
    expect((await host.press(page, "Save", { method: "one", hours: "168" })).location).toBe(poll);
    expect(textOf((await host.get(poll)).document, "main")).toContain("Choose the one film");
    await vote(await guest(), poll, "one", [RUNNER]);
    const refused = await host.post(`${poll}/settings`, { name: "Новое имя", method: "ranked", hours: "" });
    expect(refused.status).toBe(409);
    const saved = await host.press(refused, "Save");
    expect(saved.status).toBe(303);
    const [row] = await server
      .db("polls")
      .where({ id: idOf(poll) })
      .select("method", "name");
    expect(row).toEqual({ method: "one", name: "Новое имя" });
  });

  test("cannot open again what has ended", async () => {
    const poll = await createPoll(host);
    await endLongAgo(server.db, poll);
    await host.post(`${poll}/settings`, { method: "approval", hours: "24" });
    expect(textOf((await host.get(poll)).document, ".poll-state")).toContain("Ended");
  });
});

test("a poll stands among the last lotteries of its club on the start page, and says that it is one", async () => {
  const maker = await guest();
  const poll = await createPoll(maker, { name: "Решают голоса" });
  await vote(await guest(), poll, "approval", [RUNNER]);
  await createLottery(maker);
  const rows = async () =>
    textsOf((await maker.get("/")).document, ".recent-lotteries .row-words").map((row) => row.slice(0, 60));
  expect((await rows())[1]).toMatch(/^Решают голоса ?Voting is open ?poll, 1 vote · 3 films/);
  await endLongAgo(server.db, poll);
  await maker.get(poll);
  expect((await rows())[1]).toMatch(/^Решают голоса ?Blade Runner 1982 ?poll, 1 vote · 3 films/);
});

test("a poll in which nobody voted has no winner", async () => {
  const poll = await createPoll(host);
  await endLongAgo(server.db, poll);
  expect(textOf((await host.get(poll)).document, "main")).toContain(
    "Nobody has voted, so nothing was decided.",
  );
});

test("films that are level are drawn from, and the draw is the same for everybody and for ever", async () => {
  const poll = await createPoll(host, { method: "one" });
  await vote(await guest(), poll, "one", [SOLARIS]);
  await vote(await guest(), poll, "one", [CRANES]);
  await endLongAgo(server.db, poll);
  const seen = new Set<string>();
  for (const who of [host, server.visitor(), await guest()]) {
    seen.add(textOf((await who.get(poll)).document, ".verdict-title"));
  }
  expect(seen.size).toBe(1);
  expect(["Солярис 1972", "Летят журавли 1957"]).toContain([...seen][0]);
  const [{ outcome }] = await server
    .db("polls")
    .where({ id: idOf(poll) })
    .select("outcome");
  expect(outcome.rounds.at(-1).lot.among).toEqual([SOLARIS, CRANES]);
});

test("a run-off is shown round by round", async () => {
  const poll = await createPoll(host, { method: "ranked" }, [...EVENING, ["Ran", 1985]]);
  for (const order of [[1, 2], [1], [1], [2], [2], [3, 2], [3, 2], [4, 3]]) {
    await vote(await guest(), poll, "ranked", order);
  }
  await endLongAgo(server.db, poll);
  const { document } = await host.get(poll);
  const rounds = [...document.querySelectorAll(".rounds > li")].map((each) => each.textContent);
  expect(rounds).toHaveLength(3);
  expect(rounds[0]).toContain("Goes: Ran");
  expect(rounds[2]).toContain("Round 3, the last");
});
