import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { problemsOf, valueOf } from "#tests/support/forms.ts";
import { PUT, putIn, RULES_FORM } from "#tests/support/hats.ts";
import { textOf, textsOf, winnerOn } from "#tests/support/html.ts";
import { openStream } from "#tests/support/live-stream.ts";
import { arrive, CREATE, createLottery, DRAW, type Film } from "#tests/support/lotteries.ts";
import { closedPort, sharedServer, startServer } from "#tests/support/server.ts";
import type { Visitor } from "#tests/support/visitor.ts";

const server = await sharedServer();
async function aHat(films: readonly Film[] = [], rules: Record<string, string> | null = null) {
  const host = server.visitor();
  const path = await createLottery(host, films, { way: "collect" });
  if (rules) await host.post(path, { ...RULES_FORM, ...rules });
  return { host, path, id: path.slice("/l/".length) };
}

/** A browser of somebody who came by the link. */
async function aGuest(): Promise<Visitor> {
  const guest = server.visitor();
  await arrive(guest);
  return guest;
}

const titles = async (path: string) =>
  textsOf((await server.visitor().get(path)).document, ".hat .ticket .movie-name bdi");

test("friends fill it, the host closes it, and it is drawn as any other", async () => {
  const { host, path } = await aHat();
  const [anya, borya] = [await aGuest(), await aGuest()];
  expect((await putIn(anya, path, { title: "Ran (1985)", firstName: "Аня" })).status).toBe(303);
  expect((await putIn(borya, path, { title: "Сталкер", year: "1979", firstName: "Боря" })).status).toBe(303);
  expect(await titles(path)).toEqual(["Ran", "Сталкер"]);
  expect((await anya.get(path)).html).toContain("from Аня");
  expect(valueOf((await anya.get(path)).document, "firstName")).toBe("Аня");
  expect((await anya.get(path)).html, "nobody but the host closes it").not.toContain("Close the hat");
  expect((await host.press(await host.get(path), "Close the hat")).status).toBe(303);
  const closed = await anya.get(path);
  expect(textsOf(closed.document, ".candidates .movie-name bdi")).toEqual(["Ran", "Сталкер"]);
  expect(closed.html).toMatch(/[0-9a-f]{64}/);
  await anya.press(closed, DRAW);
  expect(["Ran", "Сталкер"]).toContain(winnerOn((await borya.get(path)).document));
  expect((await borya.get(`${path}/proof`)).html).toContain("movie-lottery list v1");
});

describe("the rules that the host sets when the hat is opened", () => {
  const TICKS = { named: "", nod: "on", vetoes: "on" };

  test("are those of the hat", async () => {
    const host = server.visitor();
    const home = await host.get("/");
    expect([valueOf(home.document, "cap"), valueOf(home.document, "odds")]).toEqual(["2", "even"]);
    const rules = { cap: "5", odds: "rested", date: "2027-01-01", time: "20:00", zone: "-180" };
    const path = await createLottery(host, [], { way: "collect", ...rules, ...TICKS });
    const kept = await server
      .db("hats")
      .where({ lottery_id: path.slice("/l/".length) })
      .first();
    expect(kept).toMatchObject({ cap: 5, odds: "rested", named: false, nod: true, vetoes: true });
    expect(kept.closes_at.toISOString()).toBe("2027-01-01T17:00:00.000Z");
  });

  test("are the usual ones where a form says none", async () => {
    const { id } = await aHat();
    const kept = await server.db("hats").where({ lottery_id: id }).first();
    expect(kept).toMatchObject({
      cap: 2,
      odds: "even",
      named: true,
      nod: false,
      vetoes: false,
      closes_at: null,
    });
  });

  test("come back whole when a moment is wrong, with the problem beside its field and the part open", async () => {
    const host = server.visitor();
    const fill = {
      cap: "4",
      odds: "backers",
      date: "2020-01-01",
      time: "25:00",
      name: "Пятница",
    };
    const answer = await host.press(await host.get("/"), CREATE, { way: "collect", ...fill });
    expect(answer.status).toBe(422);
    expect(problemsOf(answer.document, "date")).toBe("That day is over.");
    expect(problemsOf(answer.document, "time")).toBe("Write the time like 20:30.");
    for (const [name, value] of Object.entries(fill)) expect(valueOf(answer.document, name)).toBe(value);
    expect(answer.document.querySelector("[name=way][checked]")!.getAttribute("value")).toBe("collect");
    expect(answer.document.querySelector(".hat-rules")!.hasAttribute("open")).toBe(true);
    const mended = await host.press(answer, CREATE, { date: "", time: "" });
    expect(mended.status).toBe(303);
    const [cap] = await server
      .db("hats")
      .where({ lottery_id: mended.location.slice("/l/".length) })
      .pluck("cap");
    expect(cap).toBe(4);
  });

  test("are nobody’s business where the host has the films", async () => {
    const wrong = { date: "2020-01-01", time: "25:00", cap: "9" };
    expect(await createLottery(server.visitor(), [["Ran"], ["Alien"]], wrong)).toMatch(/^\/l\//);
  });
});

test("nothing can be drawn, or is published, before it is closed", async () => {
  const { host, path, id } = await aHat([["Ran"], ["Alien"]]);
  expect(await host.post(`${path}/draw`, {})).toMatchObject({ status: 303, location: path });
  expect(await server.db("commitments").where({ lottery_id: id })).toEqual([]);
  expect(await server.db("entries").where({ lottery_id: id }), "what older releases would draw from").toEqual(
    [],
  );
  expect((await host.get(`${path}/proof`)).status).toBe(200);
  expect((await host.get("/history")).html).toContain("Friends are filling the hat");
});

test("the same film again is one, with both names, and the second is told", async () => {
  const { path } = await aHat();
  const [anya, borya] = [await aGuest(), await aGuest()];
  await putIn(anya, path, { title: "Сталкер", firstName: "Аня" });
  const again = await putIn(borya, path, { title: "«СТАЛКЕР»", firstName: "Боря" });
  const told = await borya.follow(again);
  expect(told.html).toContain("“Сталкер” was in the hat already.");
  expect(await titles(path)).toEqual(["Сталкер"]);
  expect(told.html).toContain("from Аня and Боря");
});

test("everybody may take back and change their own, and nobody else’s", async () => {
  const { path } = await aHat();
  const [anya, borya] = [await aGuest(), await aGuest()];
  await putIn(anya, path, { title: "Ran" });
  const film = valueOf((await anya.get(path)).document, "film");
  const change = { form: "change", film, title: "Зеркало", year: "1975" };
  expect((await borya.post(path, change)).status).toBe(409);
  expect((await anya.post(path, { ...change, year: "1500" })).status).toBe(422);
  expect((await anya.post(path, change)).status).toBe(303);
  expect(await titles(path)).toEqual(["Зеркало"]);
  expect((await borya.post(path, { form: "takeback", film })).status).toBe(409);
  expect((await anya.post(path, { form: "takeback", film })).status).toBe(303);
  expect(await titles(path)).toEqual([]);
});

test("what waits for the nod is seen by its author and the host alone", async () => {
  const { host, path } = await aHat([], { nod: "on" });
  const [anya, borya] = [await aGuest(), await aGuest()];
  const stream = await openStream(server.url, path);
  await putIn(anya, path, { title: "Тайное кино", firstName: "Аня" });
  for (const address of [path, `${path}.data`, `${path}?view=stage`, `${path}/proof`, "/history"])
    expect((await borya.get(address)).html.includes("Тайное кино") ? address : "").toBe("");
  expect((await anya.get(path)).html).toContain("Тайное кино");
  const waiting = await host.get(path);
  await host.press(waiting, "Let “Тайное кино” in");
  expect(await titles(path)).toEqual(["Тайное кино"]);
  const heard = await stream.until(({ hat }) => hat?.films.length === 1);
  expect(JSON.stringify(heard)).toContain("Тайное кино");
  stream.close();
});

test("the host takes a film out with a word that is shown, and it does not come again", async () => {
  const { host, path } = await aHat([["Ran"]]);
  const film = valueOf((await host.get(path)).document, "film");
  const blank = await host.post(path, { form: "remove", film, word: " " });
  expect([blank.status, textOf(blank.document, ".problems")]).toEqual([
    422,
    "Say why, for everyone to read.",
  ]);
  await host.post(path, { form: "remove", film, word: "Уже видели" });
  const guest = await aGuest();
  expect((await guest.get(path)).html).toContain("the host: “Уже видели”");
  const again = await putIn(guest, path, { title: "Ran" });
  expect([again.status, textOf(again.document, ".alert")]).toEqual([
    409,
    "One of these films was taken out before, so it can’t come in again.",
  ]);
  expect(valueOf(again.document, "title")).toBe("Ran");
});

test("each has one veto, where the host allows it, and it is shown", async () => {
  const { host, path } = await aHat([["Ran"], ["Alien"]], { vetoes: "on" });
  const guest = await aGuest();
  await putIn(guest, path, { title: "Сталкер", firstName: "Аня" });
  expect((await guest.press(await guest.get(path), "Veto “Ran”")).status).toBe(303);
  const after = await guest.get(path);
  expect(textOf(after.document, ".hat-out li")).toBe("Ran Аня’s veto");
  const other = after.document.querySelector(".ticket input[name=film]")!.getAttribute("value")!;
  expect((await guest.post(path, { form: "veto", film: other })).status, "the second one").toBe(409);
  await host.press(await host.get(path), "Close the hat");
  expect(textsOf((await guest.get(path)).document, ".candidates .movie-name bdi")).toEqual([
    "Alien",
    "Сталкер",
  ]);
});

describe("odds", () => {
  test("one ticket for each who wants a film: shown on the posters, in the list, and drawn by", async () => {
    const { host, path } = await aHat([["Ran"], ["Alien"]], { odds: "backers" });
    for (const guest of [await aGuest(), await aGuest()]) {
      await guest.press(await guest.get(path), "Me too: “Ran”");
    }
    expect(textsOf((await host.get(path)).document, ".ticket-odds")).toEqual([
      "3 of 4 tickets",
      "1 of 4 tickets",
    ]);
    await host.press(await host.get(path), "Close the hat");
    const closed = await host.get(path);
    expect(textsOf(closed.document, ".candidates .ticket-odds")).toEqual([
      "3 of 4 tickets",
      "1 of 4 tickets",
    ]);
    await host.press(closed, DRAW);
    const proof = await host.get(`${path}/proof`);
    expect(proof.html).toMatch(/1 [0-9a-f-]{36} 3 - Ran/);
    expect(proof.html).toContain("mod 4 =");
  });

  test("whose film won the club’s last hat has half", async () => {
    const host = server.visitor();
    const guest = await aGuest();
    const first = await createLottery(host, [], { way: "collect" });
    await putIn(guest, first, { title: "Ran", several: "Ran" });
    await putIn(guest, first, { title: "Alien" });
    await host.press(await host.get(first), "Close the hat");
    await host.post(`${first}/draw`, {});
    const second = await createLottery(host, [["Сталкер"]], { way: "collect" });
    await host.post(second, { ...RULES_FORM, odds: "rested" });
    await putIn(guest, second, { title: "Солярис" });
    const odds = textsOf((await host.get(second)).document, ".ticket-odds");
    expect(odds).toEqual(["2 of 3 tickets", "1 of 3 tickets"]);
    await host.press(await host.get(second), "Close the hat");
    const weights = await server
      .db("entries")
      .where({ lottery_id: second.slice(3) })
      .orderBy("position")
      .pluck("weight");
    expect(weights).toEqual([2, 1]);
  });
});

describe("the deadline", () => {
  const past = (id: string) =>
    server
      .db("hats")
      .where({ lottery_id: id })
      .update({ closes_at: new Date(Date.now() - 1_000) });

  test("is the clock’s: nothing more goes in, and whoever comes first fixes the list", async () => {
    const { path, id } = await aHat([["Ran"], ["Alien"]]);
    const guest = await aGuest();
    const before = await guest.get(path);
    await past(id);
    const late = await guest.press(before, PUT, { title: "Сталкер", year: "1979" });
    expect(late.status).toBe(409);
    expect(textOf(late.document, ".alert")).toContain("Too late");
    expect(textOf(late.document, ".alert")).toContain("Сталкер 1979");
    expect((await guest.press(await guest.get(path), "Lock the list")).status).toBe(303);
    expect((await guest.get(path)).html).toContain(DRAW);
  });

  test("too few films: the host may give it more time, and nobody else", async () => {
    const { host, path, id } = await aHat([["Ran"]]);
    await past(id);
    const guest = await aGuest();
    expect((await guest.post(path, { form: "close" })).status).toBe(409);
    const rules = { ...RULES_FORM, date: "2027-01-01", time: "20:00", zone: "-180" };
    expect((await guest.post(path, rules)).status).toBe(404);
    expect((await host.post(path, { ...rules, date: "2020-01-01" })).status).toBe(422);
    expect((await host.post(path, rules)).status).toBe(303);
    const [closesAt] = await server.db("hats").where({ lottery_id: id }).pluck<Date[]>("closes_at");
    expect(closesAt?.toISOString()).toBe("2027-01-01T17:00:00.000Z");
    expect((await putIn(guest, path, { title: "Alien" })).status).toBe(303);
  });
});

describe("bad input", () => {
  test.each([
    [
      "a name of 10,000 characters",
      { title: "Ran", firstName: "я".repeat(10_000) },
      "firstName",
      "The name is longer than 40 characters.",
    ],
    ["no title", { title: " ", firstName: "Аня" }, "title", "Write a title."],
    ["a year before films", { title: "Ran", year: "1066" }, "year", "The year must be between 1870"],
    [
      "a poster that is no address",
      { title: "Ran", poster: "javascript:alert(1)" },
      "poster",
      "must begin with https",
    ],
  ])("%s", async (_, film, field, problem) => {
    const { path } = await aHat();
    const answer = await putIn(await aGuest(), path, film);
    expect([answer.status, problemsOf(answer.document, field)]).toEqual([
      422,
      expect.stringContaining(problem),
    ]);
    for (const [name, value] of Object.entries(film)) expect(valueOf(answer.document, name)).toBe(value);
    expect(await titles(path)).toEqual([]);
  });

  test("characters that turn words around are not kept", async () => {
    const { path, id } = await aHat();
    await putIn(await aGuest(), path, { title: "R\u202ean", firstName: "А\u202eня\u2066" });
    const [name] = await server.db("voices").where({ lottery_id: id }).pluck("first_name");
    expect([name, await titles(path)]).toEqual(["Аня", ["Ran"]]);
  });

  test("a third film is over the cap, and its text stays", async () => {
    const { path } = await aHat();
    const guest = await aGuest();
    await putIn(guest, path, { title: "Ran", several: "Alien" });
    const third = await putIn(guest, path, { title: "Сталкер" });
    expect([third.status, valueOf(third.document, "title")]).toEqual([409, "Сталкер"]);
    expect(textOf(third.document, ".alert")).toContain("Each guest may put in 2 films.");
  });

  test("a film that is no film of this hat, and a form that is none", async () => {
    const { path, host } = await aHat([["Ran"]]);
    expect((await host.post(path, { form: "second", film: randomUUID() })).status).toBe(409);
    expect((await host.post(path, { form: "second", film: "x" })).status).toBe(400);
    expect((await host.post(path, { form: "sing" })).status).toBe(400);
    expect(
      (await host.post(await createLottery(host), { form: "close" })).status,
      "a lottery without a hat",
    ).toBe(404);
  });
});

test("a big screen shows what is in the hat and how to put more in, and nothing to press", async () => {
  const { path } = await aHat([["Ran"]]);
  const { html, document } = await server.visitor().get(`${path}?view=stage`);
  expect(html).toContain("1 film in the hat so far");
  expect(textsOf(document, "button")).toEqual([]);
});

test("where names are not shown, nobody reads them", async () => {
  const { path } = await aHat([], { named: "" });
  await putIn(await aGuest(), path, { title: "Ran", firstName: "Тайнинская" });
  expect((await server.visitor().get(path)).html).not.toContain("Тайнинская");
  expect((await server.visitor().get(`${path}.data`)).html).not.toContain("Тайнинская");
});

test("the id of no browser is told to anybody", async () => {
  const { path, id } = await aHat([["Ran"]]);
  await putIn(await aGuest(), path, { title: "Alien" });
  const ids = await server.db("voices").where({ lottery_id: id }).pluck<string[]>("visitor_id");
  const stream = await openStream(server.url, path);
  const heard = JSON.stringify(await stream.until(({ hat }) => hat !== null));
  stream.close();
  const told = [
    heard,
    (await server.visitor().get(path)).html,
    (await server.visitor().get(`${path}.data`)).html,
  ];
  expect(ids.filter((each) => told.some((text) => text.includes(each)))).toEqual([]);
  expect(ids).toHaveLength(2);
});

test("without a database a suggestion comes back with every word and its key", async () => {
  const away = await startServer({
    DATABASE_URL: `postgresql://nobody@127.0.0.1:${await closedPort()}/none`,
  });
  try {
    const guest = away.visitor();
    await arrive(guest);
    const submitKey = randomUUID();
    const film = { title: "Сталкер", year: "1979", several: "Ran", firstName: "Аня" };
    const answer = await guest.post("/l/2222222222", { form: "suggest", submitKey, ...film });
    expect(answer.status).toBe(503);
    for (const [name, value] of Object.entries({ ...film, submitKey }))
      expect(valueOf(answer.document, name)).toBe(value);
  } finally {
    await away.stop();
  }
});
