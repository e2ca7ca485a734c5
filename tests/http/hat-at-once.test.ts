import { describe, expect, test } from "vitest";
import { valueOf } from "#tests/support/forms.ts";
import { CLOSE, openHat, PUT, putIn, RULES_FORM } from "#tests/support/hats.ts";
import { textOf, textsOf } from "#tests/support/html.ts";
import { openStream } from "#tests/support/live-stream.ts";
import { arrive, type Film } from "#tests/support/lotteries.ts";
import { createPoll, vote } from "#tests/support/polls.ts";
import { sharedServer } from "#tests/support/server.ts";
import { newVisitor, type Visitor } from "#tests/support/visitor.ts";

const server = await sharedServer();

async function aGuest(): Promise<Visitor> {
  const guest = server.visitor();
  await arrive(guest);
  return guest;
}

const titlesIn = (path: string) =>
  server
    .db("suggestions")
    .where({ lottery_id: path.slice("/l/".length), state: "in" })
    .orderBy("title")
    .pluck<string[]>("title");
const some = (count: number): Film[] => Array.from({ length: count }, (_, index) => [`Film ${index}`]);

describe("at once", () => {
  test("in the very moment of closing a film is on the list, or comes back to its author with every word", async () => {
    const host = server.visitor();
    const path = await openHat(host, [["Ran"], ["Alien"]]);
    const guests = await Promise.all(Array.from({ length: 8 }, aGuest));
    const pages = await Promise.all(guests.map((guest) => guest.get(path)));
    const hostPage = await host.get(path);
    const films = guests.map((_, index) => ({ title: `Film ${index}`, year: "1985", firstName: "Аня" }));
    const putAll = async (indexes: number[]) =>
      Promise.all(indexes.map((index) => guests[index]!.press(pages[index]!, PUT, films[index])));
    // The host presses among them, and the last one after that.
    const [before, closed, after] = await Promise.all([
      putAll([0, 1, 2, 3]),
      host.press(hostPage, CLOSE),
      putAll([4, 5, 6]),
    ]);
    const [late] = await putAll([7]);
    expect([closed.status, late!.status]).toEqual([303, 409]);
    const answers = [...before, ...after, late!];
    const listed = await server
      .db("entries")
      .where({ lottery_id: path.slice("/l/".length) })
      .pluck<string[]>("title");
    const told = answers.map(({ status, document }, index) => {
      const back = status === 409 && textOf(document, ".alert").includes(`Film ${index} 1985`);
      return { film: index, status, back };
    });
    expect(told).toEqual(
      films.map(({ title }, film) =>
        listed.includes(title) ? { film, status: 303, back: false } : { film, status: 409, back: true },
      ),
    );
  });

  test("two tabs do not pass the cap, and each is told which of its films are in", async () => {
    const path = await openHat(server.visitor(), [], { cap: "3" });
    const first = await aGuest();
    const tabs = [first, newVisitor(server.url, { jar: first.jar })];
    const pages = await Promise.all(tabs.map((tab) => tab.get(path)));
    const answers = await Promise.all(
      tabs.map((tab, index) => tab.press(pages[index]!, PUT, { title: `A${index}`, several: `B${index}` })),
    );
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(["303", "409"]);
    const refused = answers.find(({ status }) => status === 409)!;
    expect(textOf(refused.document, ".alert")).toContain("Each guest may put in 3 films.");
    const kept = [valueOf(refused.document, "title"), valueOf(refused.document, "several")];
    expect((await titlesIn(path)).toSorted()).toEqual(kept[0] === "A0" ? ["A1", "B1"] : ["A0", "B0"]);
  });

  test("the 26th film is told that the hat is full, and its text stays", async () => {
    const path = await openHat(server.visitor(), some(24));
    const guests = await Promise.all([aGuest(), aGuest()]);
    const pages = await Promise.all(guests.map((guest) => guest.get(path)));
    const answers = await Promise.all(
      guests.map((guest, index) => guest.press(pages[index]!, PUT, { title: `More ${index}` })),
    );
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(["303", "409"]);
    const refused = answers.find(({ status }) => status === 409)!;
    expect(textOf(refused.document, ".alert")).toContain("The hat holds 25 films");
    expect(valueOf(refused.document, "title")).toMatch(/^More \d$/);
    expect(await titlesIn(path)).toHaveLength(25);
  });
});

test("whoever calls themselves by another’s name may do no more with that one’s films", async () => {
  const path = await openHat(server.visitor());
  const [anya, impostor] = [await aGuest(), await aGuest()];
  await putIn(anya, path, { title: "Ran", firstName: "Аня" });
  await putIn(impostor, path, { title: "Alien", firstName: "Аня" });
  const film = valueOf((await anya.get(path)).document, "film");
  for (const form of ["takeback", "change"])
    expect((await impostor.post(path, { form, film, title: "Her", year: "" })).status).toBe(409);
  expect(await titlesIn(path)).toEqual(["Alien", "Ran"]);
  expect(textsOf((await anya.get(path)).document, ".ticket-commands [value=takeback]")).toHaveLength(1);
});

describe("a club’s stranger", () => {
  test.each([
    ["closes no hat", { form: "close" }],
    ["gives it no more time", { ...RULES_FORM, date: "2027-01-01", time: "20:00" }],
    ["lets nothing in", { form: "nod" }],
    ["takes nothing out", { form: "remove", word: "Уже видели" }],
  ])("%s", async (_, fields) => {
    const host = server.visitor();
    const path = await openHat(host, [["Ran"], ["Alien"]], { nod: "on" });
    const guest = await aGuest();
    await putIn(guest, path, { title: "Her" });
    const film = await server
      .db("suggestions")
      .where({ title: "Her", lottery_id: path.slice(3) })
      .first();
    const before = await server
      .db("hats")
      .where({ lottery_id: path.slice(3) })
      .first();
    expect((await guest.post(path, { ...fields, film: film.id })).status).toBe(404);
    expect(
      await server
        .db("hats")
        .where({ lottery_id: path.slice(3) })
        .first(),
    ).toEqual(before);
    expect(await titlesIn(path)).toEqual(["Alien", "Ran"]);
  });

  test("reads no vote of a poll before its end, at no address", async () => {
    const host = server.visitor();
    const poll = await createPoll(host, { name: "Пятница" });
    for (let voters = 0; voters < 3; voters++) await vote(server.visitor(), poll, "approval", [2]);
    const ballots = await server.db("ballots").where({ poll_id: poll.slice("/p/".length) });
    const stranger = await aGuest();
    const stream = await openStream(server.url, poll);
    await stream.until((message) => (message as unknown as { voters: number }).voters === 3);
    const told = [stream.text()];
    stream.close();
    const quiet = [
      poll,
      `${poll}.data`,
      `${poll}?again`,
      `${poll}/proof`,
      `${poll}/proof.data`,
      "/history",
      "/history.data",
    ];
    for (const address of [
      ...quiet,
      `${poll}/file/ballots.json`,
      `${poll}/file/preview.png`,
      `${poll}/settings`,
    ])
      told.push((await stranger.get(address)).html);
    const [row] = await server.db("polls").where({ id: poll.slice("/p/".length) });
    const secrets = [...ballots.flatMap(({ receipt, voter }) => [receipt, voter]), row.seed.toString("hex")];
    expect(secrets.filter((secret: string) => told.some((text) => text.includes(secret)))).toEqual([]);
    const shown = (await stranger.get(poll)).document;
    expect(textsOf(shown, ".poll-result, .bar")).toEqual([]);
    expect((await stranger.get(`${poll}/file/ballots.json`)).status).toBe(404);
    const terms = { name: "", method: "approval", hours: "720" };
    for (const form of ["end", "terms"])
      expect((await stranger.post(`${poll}/settings`, { ...terms, form })).status).toBe(404);
    expect(await server.db("polls").where({ id: row.id }).first()).toEqual(row);
  });
});
