import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { openStream } from "#tests/support/live-stream.ts";
import { arrive, createLottery, EVENING, formWith } from "#tests/support/lotteries.ts";
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
  const before = await counted();
  await act();
  return (await counted()) - before;
}

async function counted(): Promise<number> {
  const { rows } = await server.db.raw<{ rows: { calls: string }[] }>(
    `select coalesce(sum(calls), 0) as calls from pg_stat_statements
     where dbid = (select oid from pg_database where datname = current_database())
       and query ~ '(clubs|lotteries|entries|draws|movies|hats)' and query !~ 'last_seen|removed_at'`,
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
