import { afterEach, expect, test, vi } from "vitest";
import { insertCommitment } from "#app/data/lotteries/commitments.server.ts";
import { REVEAL_DELAY_MS } from "#app/domain/draw/reveal-time.ts";
import { linkTo, textOf, winnerOn } from "#tests/support/html.ts";
import { openStream as open, type LiveStream } from "#tests/support/live-stream.ts";
import { arrive, createLottery, DRAW, EVENING } from "#tests/support/lotteries.ts";
import { lineOf } from "#tests/support/log-lines.ts";
import { PROCESSES, startServer, testServer } from "#tests/support/server.ts";

const server = await testServer();
const streams: LiveStream[] = [];

async function openStream(path: string, { base = server.url, cookie = "" } = {}): Promise<LiveStream> {
  const stream = await open(base, path, cookie ? { Cookie: cookie } : {});
  streams.push(stream);
  return stream;
}

afterEach(() => {
  for (const stream of streams.splice(0)) stream.close();
});

test("who waits is told the draw with the moment of its reveal, and nothing secret", async () => {
  const path = await createLottery(server.visitor());
  const stream = await openStream(path);
  expect(stream.status).toBe(200);
  expect(stream.headers["content-type"]).toMatch(/^text\/event-stream/);
  expect(stream.headers["content-encoding"], "an encoder holds events back").toBeUndefined();
  expect(stream.headers["x-accel-buffering"]).toBe("no");
  const before = await stream.until(({ open }) => open?.number === 1);
  expect(before).toMatchObject({ draw: null, startsInMs: null, waiting: 1, deleted: false });

  const guest = server.visitor();
  await guest.post(`${path}/draw`, { word: "попкорн" });
  const { draw, startsInMs, waiting } = await stream.until((message) => message.draw !== null);
  expect(draw?.number).toBe(1);
  expect(EVENING[draw!.winner - 1]![0]).toBe(winnerOn((await guest.get(path)).document));
  expect(startsInMs).toBeLessThanOrEqual(REVEAL_DELAY_MS);
  expect(startsInMs).toBeGreaterThan(0);
  expect(waiting).toBe(0);
  const { rows } = await server.db.raw<{ rows: { seed: string }[] }>(
    "select encode(seed, 'hex') as seed from commitments where lottery_id = ?",
    [path.slice(3)],
  );
  expect(stream.text()).not.toContain(rows[0]!.seed);
  expect(stream.text()).not.toContain("попкорн");
});

test("who comes after the draw, or between two streams, is told at once", async () => {
  const path = await createLottery(server.visitor());
  const [first, other] = [await openStream(path), await openStream(path)];
  await first.until(({ open }) => open !== null);
  first.close();
  await server.visitor().post(`${path}/draw`, {});
  await other.until(({ draw }) => draw !== null);
  const again = await openStream(path);
  expect((await again.until(() => true)).draw?.number).toBe(1);
});

test("a draw in another process is told, and so is how many wait there", async () => {
  const elsewhere = await startServer({ DATABASE_URL: server.databaseUrl });
  try {
    const path = await createLottery(server.visitor());
    const here = await openStream(path);
    await here.until(({ waiting }) => waiting === 1);
    const there = await openStream(path, { base: elsewhere.url });
    await here.until(({ waiting }) => waiting === 2);
    await there.until(({ waiting }) => waiting === 2);
    await elsewhere.visitor().post(`${path}/draw`, {});
    const drawn = await here.until(({ draw }) => draw !== null);
    expect(drawn.draw).toEqual((await there.until(({ draw }) => draw !== null)).draw);

    const another = await createLottery(server.visitor());
    const [one, two] = [await openStream(another), await openStream(another, { base: elsewhere.url })];
    await one.until(({ waiting }) => waiting === 2);
    await elsewhere.stop();
    await vi.waitFor(() => expect(two.ended()).toBe(true));
    await vi.waitFor(() => expect(one.messages().at(-1)?.waiting).toBe(1), { timeout: 10_000 });
  } finally {
    await elsewhere.stop();
  }
});

// Two processes tell each other how many wait, not who.
test.skipIf(PROCESSES > 1)("one person with two windows counts once", async () => {
  const path = await createLottery(server.visitor());
  const guest = server.visitor();
  await arrive(guest);
  const cookie = [...guest.jar].map((pair) => pair.join("=")).join("; ");
  const [one, two] = [await openStream(path, { cookie }), await openStream(path, { cookie })];
  await one.until(({ waiting }) => waiting === 1);
  await openStream(path);
  await two.until(({ waiting }) => waiting === 2);
  expect(Math.max(...[...one.messages(), ...two.messages()].map(({ waiting }) => waiting))).toBe(2);
  const page = await server.visitor().get(path);
  expect(page.document.querySelector(".waiting")?.textContent).toContain("3 people are waiting");
});

test("who waits is told that the lottery was deleted", async () => {
  const host = server.visitor();
  await arrive(host);
  const path = await createLottery(host);
  const stream = await openStream(path);
  await stream.until(({ open }) => open !== null);
  await host.post(`${path}/deletion`, {});
  await stream.until(({ deleted }) => deleted);
  const late = await openStream(path);
  expect(await late.until(() => true)).toMatchObject({ deleted: true, draw: null, open: null });
});

test("a second draw that was opened comes with its commitment", async () => {
  const path = await createLottery(server.visitor());
  await server.visitor().post(`${path}/draw`, {});
  const stream = await openStream(path);
  await stream.until(({ draw, open }) => draw !== null && open === null);
  const [row] = await server
    .db("lotteries")
    .where({ id: path.slice(3) })
    .select("club_id");
  const again = {
    lotteryId: path.slice(3),
    clubId: row.club_id,
    number: 2,
    reason: "Все спали",
    leaveOut: false,
  };
  await insertCommitment(again, server.db);
  const { open } = await stream.until((message) => message.open !== null);
  expect(open).toMatchObject({ number: 2, reason: "Все спали" });
});

test("what is no lottery's address is 404, and what does not ask for events gets none", async () => {
  expect((await openStream("/l/nope")).status).toBe(404);
  expect((await server.visitor().get("/l/2222222222/events")).status).toBe(406);
  expect(await (await openStream("/l/2222222222")).until(() => true)).toMatchObject({ deleted: true });
});

test("a stream is one line of the log, which says that it is one", async () => {
  const stream = await openStream(await createLottery(server.visitor()));
  await stream.until(() => true);
  stream.close();
  expect(await lineOf(server, stream.headers["x-request-id"])).toMatchObject({
    path: "/l/:id/events",
    status: 200,
    stream: true,
  });
});

// Each process has places of its own.
test.skipIf(PROCESSES > 1)("a stream ends by itself, and shutdown does not wait for one", async () => {
  const short = await startServer({ DATABASE_URL: server.databaseUrl, STREAM_MS: "1000", STREAMS_MAX: "2" });
  try {
    const path = await createLottery(server.visitor());
    const stream = await openStream(path, { base: short.url });
    await stream.until(() => true);
    await vi.waitFor(() => expect(stream.ended()).toBe(true), { timeout: 5_000 });
    expect(stream.text()).toMatch(/^retry: \d{4}\n\n/);
    const pair = [await openStream(path, { base: short.url }), await openStream(path, { base: short.url })];
    expect(pair.map(({ status }) => status)).toEqual([200, 200]);
    const refused = await openStream(path, { base: short.url });
    expect([refused.status, refused.headers["retry-after"]]).toEqual([503, "30"]);
  } finally {
    await short.stop();
  }
  const long = await startServer({ DATABASE_URL: server.databaseUrl });
  const path = await createLottery(server.visitor());
  const open = await Promise.all(Array.from({ length: 20 }, () => openStream(path, { base: long.url })));
  await Promise.all(open.map((stream) => stream.until(() => true)));
  const began = performance.now();
  await long.stop();
  expect(performance.now() - began).toBeLessThan(6_000);
  expect(open.map((stream) => stream.complete())).toEqual(open.map(() => true));
});

test("without JavaScript the page looks again by itself, but never while somebody types", async () => {
  const guest = server.visitor();
  const path = await createLottery(server.visitor());
  const refresh = "noscript meta[http-equiv=refresh]";
  const waiting = await guest.get(path);
  expect(waiting.document.querySelector(refresh)?.getAttribute("content")).toBe("3");
  expect(waiting.document.querySelector("[name=word]"), "it would be lost").toBeNull();
  const typing = await guest.get(linkTo(waiting.document, "Add a word of your own"));
  expect(typing.document.querySelector(refresh)).toBeNull();
  expect(textOf(typing.document, ".waiting noscript")).toContain("this page won’t check");
  expect((await guest.press(typing, DRAW, { word: "попкорн" })).location).toBe(path);
  expect((await guest.get(path)).document.querySelector(refresh)).toBeNull();
});
