import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { textOf, textsOf } from "#tests/support/html.ts";
import { arrive } from "#tests/support/lotteries.ts";
import {
  ballotForm,
  CRANES,
  createPoll,
  endLongAgo,
  idOf,
  RUNNER,
  SOLARIS,
  vote,
} from "#tests/support/polls.ts";
import { sharedServer } from "#tests/support/server.ts";
import type { Answer, Visitor } from "#tests/support/visitor.ts";

const server = await sharedServer();
const host = server.visitor();
await arrive(host);

const ballotsOf = (poll: string) => server.db("ballots").where({ poll_id: idOf(poll) });
const namesOf = (poll: string) =>
  server
    .db("poll_voters")
    .where({ poll_id: idOf(poll) })
    .orderBy("position")
    .pluck("name");

async function guest(): Promise<Visitor> {
  const visitor = server.visitor();
  await arrive(visitor);
  return visitor;
}

/** A poll in which these vote by name, with the address of each one's page. */
async function pollByName(names = "Аня\nБоря") {
  const poll = await createPoll(host, { names });
  return { poll, links: linksIn(await host.get(`${poll}/settings`)) };
}

/** The personal links on a page, by the names that stand beside them. */
function linksIn({ document }: Answer): Record<string, string> {
  const labels = [...document.querySelectorAll<HTMLLabelElement>(".voter-list label")];
  return Object.fromEntries(
    labels.map((label) => {
      const field = document.getElementById(label.getAttribute("for")!)!;
      const { pathname, search } = new URL(field.getAttribute("value")!);
      return [label.textContent, pathname + search];
    }),
  );
}

/** What the form of a personal page sends. */
function byName(link: string, choices: readonly number[], extra: Record<string, string> = {}) {
  return ballotForm("approval", choices, { voter: link.split("as=")[1]!, ...extra });
}

describe("names are written down", () => {
  test("when the poll is made, and its host is shown a link for each", async () => {
    const { poll, links } = await pollByName("Аня\r\n\r\n  Боря  \nВера‮");
    expect(await namesOf(poll)).toEqual(["Аня", "Боря", "Вера"]);
    expect(Object.keys(links)).toEqual(["Аня", "Боря", "Вера"]);
    expect(new Set(Object.values(links)).size).toBe(3);
    const tokens = Object.values(links).map((link) => link.split("as=")[1]!);
    const rows = JSON.stringify(await server.db("poll_voters").where({ poll_id: idOf(poll) }));
    for (const token of tokens) {
      expect(token).toMatch(/^[0-9a-f]{32}$/);
      expect(rows, "kept as a hash alone").not.toContain(token);
    }
  });

  test.each([
    ["a name that is there twice", "Аня\nаня", "“аня” is there twice"],
    ["a name of ten thousand letters", `Боря\n${"я".repeat(10_000)}`, "at most 40 characters"],
    [
      "fifty-one names",
      Array.from({ length: 51 }, (_, number) => `Гость ${number}`).join("\n"),
      "room for 50",
    ],
    ["no name", " \n‮\n", "at least one name"],
  ])("but not %s: that is said beside the field, and all of it comes back", async (_, names, words) => {
    const poll = await createPoll(host);
    const refused = await host.post(`${poll}/settings`, { form: "names", names });
    expect(refused.status).toBe(422);
    expect(textOf(refused.document, "#names-problems")).toContain(words);
    expect(refused.document.querySelector("#names")?.textContent?.replace(/^\n/, "")).toBe(
      names.replaceAll("‮", "‮"),
    );
    expect(await namesOf(poll)).toEqual([]);
  });

  test("later too, once however often the form is sent, and up to fifty from two forms at once", async () => {
    const poll = await createPoll(host);
    const list = (from: number) =>
      Array.from({ length: 30 }, (_, number) => `Гость ${from + number}`).join("\n");
    const same = { form: "names", names: "Аня\nБоря" };
    const both = await Promise.all([
      host.post(`${poll}/settings`, same),
      host.post(`${poll}/settings`, same),
    ]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    expect(new Set(await namesOf(poll))).toEqual(new Set(["Аня", "Боря"]));
    expect(await namesOf(poll)).toHaveLength(2);
    const answers = await Promise.all(
      [0, 100].map((from) => host.post(`${poll}/settings`, { form: "names", names: list(from) })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303, 422]));
    expect(await namesOf(poll)).toHaveLength(32);
  });

  test("but not when somebody has voted without one", async () => {
    const poll = await createPoll(host);
    await vote(await guest(), poll, "approval", [RUNNER]);
    const refused = await host.post(`${poll}/settings`, { form: "names", names: "Аня" });
    expect(refused.status).toBe(409);
    expect(textOf(refused.document, "main")).toContain("already voted without a personal link");
    expect(refused.document.querySelector("#names")?.textContent).toContain("Аня");
    expect(await namesOf(poll)).toEqual([]);
  });
});

describe("a vote by name", () => {
  test("is the name's, not the browser's: two devices have one, changed until the end", async () => {
    const { poll, links } = await pollByName();
    const [phone, laptop] = [await guest(), await guest()];
    const link = links["Аня"]!;
    expect(textOf((await phone.get(link)).document, ".ballot")).toContain("You vote as Аня.");
    const { document } = await phone.get(link);
    const voter = document.querySelector<HTMLInputElement>(".ballot [name=voter]")!.value;
    const cast = await phone.post(link, ballotForm("approval", [SOLARIS], { voter }));
    expect([cast.status, cast.location]).toEqual([303, link]);
    await laptop.post(link, byName(link, [CRANES]));
    expect(await ballotsOf(poll).pluck("choices")).toEqual([[CRANES]]);
    expect(textOf((await host.get(poll)).document, ".poll-state")).toContain("1 of 2 has voted");
    await phone.post(link, byName(link, [RUNNER]));
    await phone.post(links["Боря"]!, byName(links["Боря"]!, [RUNNER]));
    expect(await ballotsOf(poll).pluck("choices")).toEqual([[RUNNER], [RUNNER]]);
  });

  test("is shown in the browser that sent it, and in no other that has the link", async () => {
    const { poll, links } = await pollByName();
    const link = links["Аня"]!;
    const voter = await guest();
    await voter.post(link, byName(link, [CRANES]));
    const { receipt } = await ballotsOf(poll).first("receipt");
    expect(textOf((await voter.get(link)).document, ".own-vote")).toContain(receipt);
    for (const who of [host, await guest(), server.visitor()]) {
      for (const address of [link, `${link}&again`, link.replace("?", ".data?"), `${poll}/settings`]) {
        const { html, document } = await who.get(address);
        expect(html).not.toContain(receipt);
        expect(document.querySelector("[checked]")?.getAttribute("name") ?? "method").toBe("method");
        expect(textOf(document, ".own-vote")).not.toContain("Летят журавли");
      }
    }
    // Whoever votes in somebody's place leaves them without their receipt.
    await host.post(link, byName(link, [RUNNER]));
    expect(await ballotsOf(poll).pluck("receipt")).not.toContain(receipt);
    expect(textOf((await voter.get(link)).document, ".own-vote")).toContain("in another browser");
  });

  test("needs a link that works; who has none looks on", async () => {
    const { poll, links } = await pollByName();
    const looker = await guest();
    const page = await looker.get(poll);
    expect(page.document.querySelector(".ballot")).toBeNull();
    expect(textOf(page.document, "main")).toContain("With this one you can look on");
    expect(textOf(page.document, ".poster-grid")).toContain("Blade Runner");
    const outdated = await looker.get(`${poll}?as=${"0".repeat(32)}`);
    expect(textOf(outdated.document, "main")).toContain("no longer works");
    const other = await pollByName("Аня");
    for (const voter of ["", "nonsense", "0".repeat(32), other.links["Аня"]!.split("as=")[1]!]) {
      const refused = await looker.post(poll, ballotForm("approval", [RUNNER], { voter }));
      expect(refused.status).toBe(403);
      expect(textOf(refused.document, "[role=alert]")).toContain("Only people with a personal link");
      expect(refused.document.querySelector('[value="2"]')?.hasAttribute("checked")).toBe(true);
    }
    await looker.get(links["Аня"]!);
    expect(await ballotsOf(poll), "looking is not voting").toEqual([]);
  });

  test("works in a browser that keeps no cookies, and then no browser is shown it", async () => {
    const { poll, links } = await pollByName();
    const link = links["Аня"]!;
    const bare = server.visitor();
    expect((await bare.post(link, byName(link, [CRANES]))).status).toBe(303);
    expect(await ballotsOf(poll).pluck("choices")).toEqual([[CRANES]]);
    expect(textOf((await server.visitor().get(link)).document, ".own-vote")).toContain("in another browser");
  });

  test("sent twice is one, and an old form that arrives late changes nothing", async () => {
    const { poll, links } = await pollByName();
    const link = links["Аня"]!;
    const [phone, laptop] = [await guest(), await guest()];
    const old = byName(link, [SOLARIS]);
    await phone.post(link, old);
    await laptop.post(link, byName(link, [RUNNER]));
    expect((await phone.post(link, old)).status).toBe(303);
    expect(await ballotsOf(poll).pluck("choices")).toEqual([[RUNNER]]);
  });
});

describe("the host", () => {
  test("sees who has voted, and nobody else sees the names", async () => {
    const { poll, links } = await pollByName();
    await (await guest()).post(links["Боря"]!, byName(links["Боря"]!, [CRANES]));
    const { document } = await host.get(`${poll}/settings`);
    const rows = textsOf(document, ".voter-list .share-head");
    expect(rows).toEqual(["Аня hasn’t voted yet", "Боря has voted"]);
    await endLongAgo(server.db, poll);
    for (const address of [poll, `${poll}.data`, `${poll}/proof`, `${poll}/file/ballots.json`]) {
      const { html } = await (await guest()).get(address);
      expect(html).not.toContain("Боря");
    }
  });

  test("gives somebody a new link: the old one leads nowhere, the vote stays", async () => {
    const { poll, links } = await pollByName();
    const old = links["Аня"]!;
    const voter = await guest();
    await voter.post(old, byName(old, [CRANES]));
    const page = await host.get(`${poll}/settings`);
    const [row] = await server.db("poll_voters").where({ poll_id: idOf(poll), name: "Аня" });
    const renewal = { form: "renew-link", voter: row.id, links: "1" };
    expect(linksIn(page)["Аня"]).toBe(old);
    await host.post(`${poll}/settings`, renewal);
    const link = linksIn(await host.get(`${poll}/settings`))["Аня"]!;
    expect((await host.post(`${poll}/settings`, renewal)).status, "pressed twice").toBe(303);
    expect(linksIn(await host.get(`${poll}/settings`))["Аня"]).toBe(link);
    expect(link).not.toBe(old);
    expect((await voter.post(old, byName(old, [RUNNER]))).status).toBe(403);
    expect(textOf((await voter.get(link)).document, ".own-vote")).toContain("Летят журавли");
    expect(await ballotsOf(poll).pluck("choices")).toEqual([[CRANES]]);
  });

  test("takes off the list who has not voted, and only them", async () => {
    const { poll, links } = await pollByName();
    await (await guest()).post(links["Боря"]!, byName(links["Боря"]!, [CRANES]));
    for (const { id } of await server.db("poll_voters").where({ poll_id: idOf(poll) })) {
      const form = { form: "strike-name", voter: id, links: "1" };
      const answers = [await host.post(`${poll}/settings`, form), await host.post(`${poll}/settings`, form)];
      expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    }
    expect(await namesOf(poll)).toEqual(["Боря"]);
    const page = await host.get(`${poll}/settings`);
    expect(page.html).toContain("already voted, and that vote counts");
    expect((await (await guest()).post(links["Аня"]!, byName(links["Аня"]!, [RUNNER]))).status).toBe(403);
  });

  test("alone does any of it, by ids that are theirs", async () => {
    const { poll } = await pollByName();
    const { poll: another } = await pollByName();
    const stranger = await guest();
    const [row] = await server.db("poll_voters").where({ poll_id: idOf(poll), name: "Аня" });
    const about = { voter: row.id as string, links: "1" };
    for (const form of ["renew-link", "strike-name"]) {
      expect((await stranger.post(`${poll}/settings`, { form, ...about })).status).toBe(404);
      expect((await host.post(`${poll}/settings`, { form, voter: "x", links: "1" })).status).toBe(400);
    }
    expect((await stranger.post(`${poll}/settings`, { form: "names", names: "Чужой" })).status).toBe(404);
    expect((await host.post(`${another}/settings`, { form: "renew-link", ...about })).status).toBe(404);
    await host.post(`${another}/settings`, { form: "strike-name", ...about });
    expect((await host.post(`${poll}/settings`, { form: "renew-link", ...about, links: "-1" })).status).toBe(
      400,
    );
    expect(await server.db("poll_voters").where({ id: row.id }).first()).toEqual(row);
    expect((await host.post(`${poll}/settings`, { form: "strike-name", voter: randomUUID() })).status).toBe(
      303,
    );
  });

  test("changes nothing about names when the poll has ended", async () => {
    const { poll } = await pollByName();
    await endLongAgo(server.db, poll);
    const before = await server
      .db("poll_voters")
      .where({ poll_id: idOf(poll) })
      .orderBy("position");
    for (const form of [
      { form: "names", names: "Вера" },
      { form: "renew-link", voter: before[0].id, links: "1" },
      { form: "strike-name", voter: before[0].id },
    ] as Record<string, string>[])
      expect((await host.post(`${poll}/settings`, form)).status).toBe(303);
    expect(
      await server
        .db("poll_voters")
        .where({ poll_id: idOf(poll) })
        .orderBy("position"),
    ).toEqual(before);
  });
});
