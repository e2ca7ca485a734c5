import { randomUUID } from "node:crypto";
import { createCookie } from "@remix-run/node";
import { describe, expect, test } from "vitest";
import { inviteOf } from "#tests/support/action-forms.ts";
import { problemsOf, valueOf } from "#tests/support/forms.ts";
import { textOf } from "#tests/support/html.ts";
import { arrive, createLottery } from "#tests/support/lotteries.ts";
import { createPoll } from "#tests/support/polls.ts";
import { SESSION_SECRET, testServer } from "#tests/support/server.ts";
import type { Answer, Visitor } from "#tests/support/visitor.ts";

const server = await testServer();

async function member(): Promise<Visitor> {
  const visitor = server.visitor();
  await arrive(visitor);
  return visitor;
}

/** Somebody who came by this link. */
async function joined(invite: string, firstName = ""): Promise<Visitor> {
  const visitor = await member();
  const answer = await visitor.post(invite, { firstName });
  expect((await visitor.follow(answer)).status).toBe(200);
  return visitor;
}

async function add(visitor: Visitor, title: string, note = ""): Promise<void> {
  const fields = { form: "add", submitKey: randomUUID(), title, year: "1972", note, poster: "" };
  expect((await visitor.post("/library", fields)).status).toBe(303);
  await visitor.get("/library");
}

/** The films of this visitor's club, each with its note. */
async function filmsOf(visitor: Visitor): Promise<string[]> {
  const { clubId } = await kept(visitor);
  const films = server.db("movies").where({ club_id: clubId });
  const rows = await films.select<{ title: string; note: string }[]>("title", "note");
  return rows.map(({ title, note }) => [title, note].join(" ").trim()).toSorted();
}

const kept = async (visitor: Visitor) =>
  (await createCookie("visitor", { secrets: [SESSION_SECRET] }).parse(
    `visitor=${visitor.jar.get("visitor")}`,
  )) as { id: string; clubId: string };

const heading = ({ document }: Answer) => textOf(document, "h1");

describe("the page of a club", () => {
  test("of somebody new is theirs alone, and asks the database to make nothing", async () => {
    const visitor = await member();
    const page = await visitor.get("/club");
    expect([page.status, heading(page)]).toEqual([200, "Your club"]);
    const { clubId } = await kept(visitor);
    expect(await server.db("clubs").where({ id: clubId })).toEqual([]);
  });

  test("is called as its members want, in their own words", async () => {
    const visitor = await member();
    const named = await visitor.post("/club", { form: "name", name: "  Киноклуб  на Речной " });
    expect([named.status, named.location]).toEqual([303, "/club"]);
    await visitor.post("/club", { form: "me", firstName: "Аня" });
    const page = await visitor.get("/club");
    expect(heading(page)).toBe("Киноклуб на Речной");
    expect(textOf(page.document, ".club-list")).toContain("Аняthis browser");
  });

  test.each([
    ["name", "name", "The name is longer than 60 characters."],
    ["me", "firstName", "The name is longer than 40 characters."],
  ])("a %s that is too long comes back whole", async (form, field, problem) => {
    const visitor = await member();
    const long = "ё".repeat(61);
    const refused = await visitor.post("/club", { form, [field]: long });
    expect(refused.status).toBe(422);
    expect(problemsOf(refused.document, field)).toBe(problem);
    expect(valueOf(refused.document, field)).toBe(long);
  });

  test("a browser that keeps no cookie is told so, and nothing is saved", async () => {
    const refused = await server.visitor().post("/club", { form: "name", name: "Ночной сеанс" });
    expect(refused.status).toBe(403);
    expect(valueOf(refused.document, "name")).toBe("Ночной сеанс");
    expect(await server.db("clubs").where({ name: "Ночной сеанс" })).toEqual([]);
  });
});

describe("an invite", () => {
  test("is shown once, as text and code, and kept only as a hash", async () => {
    const host = await member();
    const form = { form: "invite", submitKey: randomUUID(), uses: "1", days: "7" };
    const made = await host.post("/club", form);
    expect(made.status).toBe(200);
    const link = made.document.querySelector("#share-link")!.getAttribute("value")!;
    const token = new URL(link).pathname.slice("/join/".length);
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    expect(made.document.querySelector(".made-link img")!.getAttribute("src")).toMatch(/^data:image\/svg/);
    const rows = JSON.stringify(await server.db("invites"));
    expect(rows).not.toContain(token);
    expect((await host.get("/club")).html).not.toContain(token);
    // The answer was lost: the same form is told the same link, and there is still one invite.
    const again = await host.post("/club", form);
    expect(again.html).toContain(token);
    expect(textOf((await host.get("/club")).document, ".club-list")).toBe("once more · 7 days leftRevoke");
    const other = await host.post("/club", { ...form, uses: "5" });
    expect(other.status).toBe(409);
    expect(textOf(other.document, ".alert")).toMatch(/^This form has already made a link/);
    expect(server.output()).not.toContain(token);
  });

  test("says what one joins and changes nothing before the button is pressed", async () => {
    const host = await member();
    await add(host, "Солярис");
    await host.post("/club", { form: "name", name: "Ночной сеанс" });
    await host.post("/club", { form: "me", firstName: "Аня" });
    const invite = await inviteOf(host);
    const guest = await member();
    await add(guest, "Сталкер");
    const before = await server.db("devices").count();
    for (let look = 0; look < 3; look++) {
      const page = await guest.get(invite);
      expect([page.status, heading(page)]).toEqual([200, "You are invited"]);
      expect(textOf(page.document, "main")).toMatch(
        /Ночной сеанс.*Аня would like to share.*1 film and no lotteries yet.*comes along: 1 film and no lotteries/,
      );
      expect(page.html).toContain('content="noindex"');
      expect(page.headers["referrer-policy"]).toBe("same-origin");
    }
    expect(await server.db("devices").count()).toEqual(before);
    expect(await filmsOf(guest)).toEqual(["Сталкер"]);
  });

  test("brings films and lotteries along; the same film is one, with both notes", async () => {
    const host = await member();
    await add(host, "Солярис", "у Ани есть диск");
    await add(host, "Зеркало", "тихое");
    const guest = await member();
    await add(guest, "Солярис", "не на ночь");
    await add(guest, "Зеркало", "тихое");
    await add(guest, "Сталкер");
    const lottery = await createLottery(guest);
    const { id, clubId } = await kept(guest);
    const answer = await guest.post(await inviteOf(host), { firstName: "Боря" });
    expect([answer.status, answer.location]).toEqual([303, "/library"]);
    const page = await guest.follow(answer);
    expect(textOf(page.document, ".notice")).toMatch(/^Welcome to the club!/);
    for (const title of ["Зеркало", "Солярис", "Сталкер"]) expect(page.html).toContain(title);
    expect(await filmsOf(host)).toEqual(["Зеркало тихое", "Солярис у Ани есть диск\nне на ночь", "Сталкер"]);
    expect((await host.get("/history")).html).toContain(lottery);
    // The host of the club may do with it what a host may.
    expect((await host.get(`${lottery}/deletion`)).status).toBe(200);
    expect(await server.db("movies").where({ club_id: clubId })).toEqual([]);
    expect(await server.db("devices").where({ id })).toEqual([]);
    expect(textOf((await host.get("/club")).document, "main")).toContain("Боря");
  });

  test("two notes that are too long together are both kept whole", async () => {
    const [host, guest] = [await member(), await member()];
    await add(host, "Солярис", "а".repeat(800));
    await add(guest, "Солярис", "б".repeat(800));
    await guest.post(await inviteOf(host), { firstName: "" });
    const [note] = await server
      .db("movies")
      .where({ club_id: (await kept(host)).clubId })
      .pluck<string[]>("note");
    expect(note).toBe(`${"а".repeat(800)}\n${"б".repeat(800)}`);
  });

  test("polls come along, and films that wait to be filled in go on waiting", async () => {
    const guest = await member();
    const poll = await createPoll(guest, {}, [["Неведомый фильм"], ["Другой неведомый"]]);
    await guest.post("/library/completion", {});
    const own = await kept(guest);
    const waiting = () => server.db("completions").where({ club_id: own.clubId }).pluck("movie_id");
    const ordered = await waiting();
    expect(ordered).toHaveLength(2);
    const host = await member();
    await guest.post(await inviteOf(host), { firstName: "Боря" });
    const { clubId } = await kept(host);
    expect(await waiting()).toEqual([]);
    const moved = await server.db("completions").where({ club_id: clubId }).pluck("movie_id");
    expect(new Set(moved)).toEqual(new Set(ordered));
    const history = await host.get("/history");
    expect(history.document.querySelector(".lottery-row a")?.getAttribute("href")).toBe(poll);
    expect(textOf(history.document, ".row-facts")).toContain("by Боря");
    expect((await guest.get(`${poll}/settings`)).status).toBe(200);
  });

  test("more films than fit into one statement arrive in parts", async () => {
    const guest = await member();
    await add(guest, "Солярис");
    const { clubId } = await kept(guest);
    await server.db.raw(
      `insert into movies (id, club_id, title, title_key, submit_key, payload_hash)
       select 'm' || number, ?, 'Film ' || number, 'film ' || number, gen_random_uuid(), ''
       from generate_series(1, 5000) as number`,
      [clubId],
    );
    const host = await member();
    const invite = await inviteOf(host);
    expect(textOf((await guest.get(invite)).document, "main")).toContain("With a large library");
    const answer = await guest.post(invite, { firstName: "" });
    expect([answer.status, answer.location]).toEqual([303, "/library"]);
    const library = await guest.follow(answer);
    expect(textOf(library.document, ".notice")).toContain("Yours is moving in");
    await expect.poll(() => server.db("arrivals"), { timeout: 30_000 }).toEqual([]);
    expect(await filmsOf(host)).toHaveLength(5_001);
    expect(await server.db("movies").where({ club_id: clubId })).toEqual([]);
  });

  test("what a process that ended left on its way goes on with the next look at the club, which says so", async () => {
    const host = await member();
    await add(host, "Солярис");
    const [from, to] = [randomUUID(), (await kept(host)).clubId];
    await server.db("clubs").insert({ id: from });
    const devices = { came_as: randomUUID(), device_id: randomUUID() };
    await server.db("arrivals").insert({ from_club: from, club_id: to, ...devices });
    expect(textOf((await host.get("/club")).document, "main")).toContain("is moving in");
    await expect.poll(() => server.db("arrivals")).toEqual([]);
    expect(textOf((await host.get("/club")).document, "main")).not.toContain("is moving in");
  });

  test("more than one club can hold lets nobody in, and that is said before and after the press", async () => {
    const guest = await member();
    await add(guest, "Солярис");
    const { clubId } = await kept(guest);
    await server.db.raw(
      // As many with the lowest ids as a library that is full has of them.
      `insert into movies (id, club_id, title, title_key, submit_key, payload_hash)
       select '22' || lpad(number::text, 8, '0'), ?, 'Film ' || number, 'film ' || number, gen_random_uuid(), ''
       from generate_series(1, 1001) as number`,
      [clubId],
    );
    const host = await member();
    const invite = await inviteOf(host);
    for (const answer of [await guest.get(invite), await guest.post(invite, { firstName: "" })]) {
      expect([answer.status, heading(answer)]).toEqual([409, "More than one club can hold"]);
    }
    expect((await kept(guest)).clubId).toBe(clubId);
    await server.db("movies").where({ club_id: clubId }).whereNot({ title: "Солярис" }).delete();
    expect((await guest.post(invite, { firstName: "" })).status).toBe(303);
    expect(await filmsOf(host)).toEqual(["Солярис"]);
  });

  test("who leaves others behind leaves them everything", async () => {
    const host = await member();
    await add(host, "Солярис");
    const guest = await joined(await inviteOf(host));
    const elsewhere = await member();
    const invite = await inviteOf(elsewhere);
    expect(textOf((await guest.get(invite)).document, "main")).toContain("stay with them");
    await guest.post(invite, { firstName: "" });
    expect(await filmsOf(guest)).toEqual([]);
    expect(await filmsOf(host)).toEqual(["Солярис"]);
  });

  test("pressed twice at once, and again after a lost answer, lets in one device and is used once", async () => {
    const host = await member();
    const invite = await inviteOf(host);
    const guest = await member();
    const before = new Map(guest.jar);
    const answers = await Promise.all([1, 2, 3].map(() => guest.post(invite, { firstName: "Боря" })));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    // As if no answer had come: the cookie is the one of before.
    guest.jar.set("visitor", before.get("visitor")!);
    expect((await guest.get(invite)).status).toBe(200);
    expect((await guest.post(invite, { firstName: "Боря" })).status).toBe(303);
    const { clubId } = await kept(host);
    expect((await kept(guest)).clubId).toBe(clubId);
    expect(await server.db("devices").where({ club_id: clubId }).pluck("first_name")).toHaveLength(2);
  });

  test("for one use lets in one of two who press at the same moment", async () => {
    const invite = await inviteOf(await member());
    const guests = await Promise.all([member(), member(), member(), member()]);
    const answers = await Promise.all(guests.map((guest) => guest.post(invite, { firstName: "" })));
    const of = (status: number) => answers.filter((answer) => answer.status === status).length;
    expect([of(303), of(410)]).toEqual([1, 3]);
  });

  test("used up, expired or revoked says so, to GET and POST alike, and does nothing", async () => {
    const host = await member();
    const used = await inviteOf(host);
    await joined(used);
    const expired = await inviteOf(host, { uses: "5" });
    await server
      .db("invites")
      .where({ uses_left: 5 })
      .update({ expires_at: new Date(0) });
    const revoked = await inviteOf(host, { uses: "0" });
    const { clubId } = await kept(host);
    const page = await host.get("/club");
    const ended = await host.press(
      page,
      page.document.querySelector<HTMLButtonElement>(".club-list button.text-button")!,
    );
    expect(ended.status).toBe(303);
    const guest = await member();
    for (const [invite, words] of [
      [used, "as often as it may be"],
      [expired, "Its time is over"],
      [revoked, "It was revoked"],
    ] as const) {
      for (const answer of [await guest.get(invite), await guest.post(invite, { firstName: "" })]) {
        expect([answer.status, heading(answer)]).toEqual([410, "This link no longer works"]);
        expect(textOf(answer.document, "main")).toContain(words);
      }
    }
    expect(await server.db("devices").where({ club_id: clubId })).toHaveLength(2);
  });

  test("opened by a member says that, and is not used up", async () => {
    const host = await member();
    const invite = await inviteOf(host);
    for (const answer of [await host.get(invite), await host.post(invite, { firstName: "" })]) {
      expect([answer.status, heading(answer)]).toEqual([200, "You are in this club already"]);
    }
    await joined(invite);
  });

  test.each(["/join/0", `/join/${"0".repeat(32)}`, `/join/${"g".repeat(32)}`])("%s: 404", async (path) => {
    const visitor = await member();
    for (const answer of [await visitor.get(path), await visitor.post(path, { firstName: "" })]) {
      expect(answer.status).toBe(404);
    }
  });

  test("of another club cannot be revoked", async () => {
    const host = await member();
    const invite = await inviteOf(host);
    const [id = ""] = await server
      .db("invites")
      .where({ club_id: (await kept(host)).clubId })
      .pluck<string[]>("id");
    const stranger = await member();
    expect((await stranger.post("/club", { form: "revoke", invite: id })).status).toBe(404);
    await joined(invite);
  });

  test("is one of twenty at most", async () => {
    const host = await member();
    for (let count = 0; count < 20; count++) await inviteOf(host);
    const form = { form: "invite", submitKey: randomUUID(), uses: "1", days: "7" };
    const refused = await host.post("/club", form);
    expect(refused.status).toBe(409);
    expect(textOf(refused.document, ".alert")).toContain("Revoke one first");
  });

  test("to a full club waits until somebody leaves", async () => {
    const host = await member();
    const invite = await inviteOf(host);
    const { clubId } = await kept(host);
    const others = Array.from({ length: 49 }, () => ({ id: randomUUID(), club_id: clubId }));
    await server.db("devices").insert(others);
    const guest = await member();
    const refused = await guest.post(invite, { firstName: "" });
    expect([refused.status, heading(refused)]).toEqual([409, "The club is full"]);
    await host.post(`/club/${others[0]!.id}/removal`, {});
    expect((await guest.post(invite, { firstName: "" })).status).toBe(303);
  });
});

describe("a device that is removed", () => {
  test("loses the club at once, and for ever, also with its old cookie", async () => {
    const host = await member();
    await add(host, "Солярис");
    const guest = await joined(await inviteOf(host), "Боря");
    const cookie = guest.jar.get("visitor")!;
    const { id } = await kept(guest);
    const asked = await host.get(`/club/${id}/removal`);
    expect(textOf(asked.document, "main")).toContain("Боря");
    const removed = await host.press(asked, "Yes, remove it");
    expect([removed.status, removed.location]).toEqual([303, "/club"]);
    expect(textOf((await host.follow(removed)).document, ".club-list")).not.toContain("Боря");
    const page = await guest.get("/library");
    expect(await filmsOf(guest)).toEqual([]);
    expect(textOf(page.document, ".notice")).toMatch(/^This browser no longer belongs to its club/);
    expect((await kept(guest)).clubId).not.toBe((await kept(host)).clubId);
    expect((await guest.get("/library")).document.querySelector(".notice")).toBeNull();
    guest.jar.set("visitor", cookie);
    await add(guest, "Сталкер");
    expect(await filmsOf(host)).toEqual(["Солярис"]);
  });

  test("may come in again by another invite", async () => {
    const host = await member();
    const guest = await joined(await inviteOf(host));
    await host.post(`/club/${(await kept(guest)).id}/removal`, {});
    await guest.get("/");
    expect((await guest.post(await inviteOf(host), { firstName: "" })).status).toBe(303);
    expect((await kept(guest)).clubId).toBe((await kept(host)).clubId);
  });

  test("of another club is none: 404, and it stays", async () => {
    const [host, stranger] = [await member(), await member()];
    const guest = await joined(await inviteOf(host));
    const { id } = await kept(guest);
    expect((await stranger.get(`/club/${id}/removal`)).status).toBe(404);
    expect((await stranger.post(`/club/${id}/removal`, {})).status).toBe(404);
    expect((await stranger.get("/club/nobody/removal")).status).toBe(404);
    expect(await server.db("devices").where({ id }).pluck("removed_at")).toEqual([null]);
  });

  test("who leaves starts afresh, pressed twice as well, and the others keep everything", async () => {
    const host = await member();
    const guest = await joined(await inviteOf(host), "Боря");
    await add(guest, "Солярис");
    const before = await kept(guest);
    const cookie = guest.jar.get("visitor")!;
    const path = `/club/${before.id}/removal`;
    const left = await guest.press(await guest.get(path), "Yes, leave");
    expect([left.status, left.location]).toEqual([303, "/"]);
    expect((await kept(guest)).clubId).not.toBe(before.clubId);
    guest.jar.set("visitor", cookie);
    expect((await guest.post(path, {})).status).toBe(303);
    expect(await filmsOf(host)).toEqual(["Солярис"]);
  });

  test("who is the last one is told what that means", async () => {
    const visitor = await member();
    const { id } = await kept(visitor);
    const page = () => visitor.get(`/club/${id}/removal`);
    expect(textOf((await page()).document, "main")).toContain("Nobody else is here");
    await inviteOf(visitor, { form: "recovery" });
    expect(textOf((await page()).document, "main")).not.toContain("Nobody else is here");
  });
});

describe("a recovery link", () => {
  test("is offered once, with the tenth film", async () => {
    const owner = await member();
    const offers: number[] = [];
    for (let number = 1; number <= 12; number++) {
      const title = `Ералаш, выпуск ${number}`;
      const answer = await owner.post("/library", { form: "add", submitKey: randomUUID(), title });
      const { document } = await owner.follow(answer);
      if (document.querySelector('.notice a[href="/club#recovery"]')) offers.push(number);
    }
    expect(offers).toEqual([10]);
  });

  test("brings a lost library back, again and again, until there is another one", async () => {
    const owner = await member();
    await add(owner, "Солярис");
    const link = await inviteOf(owner, { form: "recovery" });
    for (let time = 0; time < 2; time++) {
      const again = await member();
      const page = await again.get(link);
      expect(heading(page)).toBe("Back to your club");
      const back = await again.press(page, "Get back in");
      expect((await again.follow(back)).html).toContain("Солярис");
    }
    const other = await inviteOf(owner, { form: "recovery" });
    expect((await (await member()).get(link)).status).toBe(410);
    expect((await (await member()).get(other)).status).toBe(200);
    const page = await owner.get("/club");
    expect(textOf(page.document, "#recovery")).toContain("The club has one.");
  });
});

test("nothing of a link is in the log, whatever was done with it", async () => {
  const host = await member();
  const link = await inviteOf(host);
  const guest = await member();
  await guest.get(link);
  await guest.get(`${link}.data`);
  await guest.post(link, { firstName: "" });
  expect(server.output()).not.toContain(link.slice("/join/".length));
  expect(server.output()).toContain("/join/:id");
});
