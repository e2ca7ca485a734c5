import { chmod, mkdtemp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { layoutOf } from "#app/embedded-postgres/layout.ts";
import { readPidFile } from "#app/embedded-postgres/pid-file.ts";
import { removeFolder } from "#tests/support/folder.ts";
import { openStream as open, type LiveStream } from "#tests/support/live-stream.ts";
import { createLottery } from "#tests/support/lotteries.ts";
import { logLines } from "#tests/support/log-lines.ts";
import { closedPort, startServer, testServer } from "#tests/support/server.ts";

const server = await testServer();
const streams: LiveStream[] = [];

async function openStream(lottery: string, base = server.url): Promise<LiveStream> {
  const stream = await open(base, lottery);
  streams.push(stream);
  return stream;
}

afterEach(() => {
  for (const stream of streams.splice(0)) stream.close();
});

/** The backends of connections that listen. */
async function listeners(): Promise<number[]> {
  const { rows } = await server.db.raw<{ rows: { pid: number }[] }>(
    `select pid from pg_stat_activity
     where application_name = 'movie-lottery live' and datname = current_database()`,
  );
  return rows.map(({ pid }) => pid);
}

test("a draw that nobody announced while the listener was gone is told when it is back", async () => {
  const lottery = await createLottery(server.visitor());
  const other = await createLottery(server.visitor());
  const [stream, patient] = [await openStream(lottery), await openStream(other)];
  await Promise.all([stream, patient].map((each) => each.until((message) => message.open !== null)));
  await server.db("draws").insert({ lottery_id: lottery.slice(3), number: 1, winner: 2 });
  const lost = await listeners();
  await server.db.raw("select pg_terminate_backend(pid) from unnest(?::integer[]) as pid", [lost]);
  expect((await stream.until(({ draw }) => draw !== null)).draw).toMatchObject({ number: 1, winner: 2 });
  await vi.waitFor(async () => expect(await listeners()).toHaveLength(lost.length));
  expect(await listeners()).not.toEqual(expect.arrayContaining(lost));
  await server.visitor().post(`${other}/draw`, {});
  await patient.until(({ draw }) => draw !== null);
  expect(logLines(server.output()).filter(({ event }) => event === "listener-lost")).toHaveLength(
    lost.length,
  );
});

test("PostgreSQL is killed while 100 visitors wait: all of them get the later draw", async () => {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-live-"));
  // Under root the database runs as another account, which has to pass through.
  await chmod(dataDir, 0o755);
  const own = await startServer({ DATA_DIR: dataDir });
  try {
    const ready = () =>
      vi.waitFor(async () => expect((await fetch(`${own.url}/readyz`)).status).toBe(200), 30_000);
    await ready();
    const visitor = own.visitor();
    const lottery = await createLottery(visitor);
    const waiting = await Promise.all(Array.from({ length: 100 }, () => openStream(lottery, own.url)));
    await Promise.all(waiting.map((stream) => stream.until((message) => message.open !== null)));
    const postmaster = (await readPidFile(layoutOf(dataDir)))!.pid;
    process.kill(postmaster, "SIGKILL");
    const drawn = async () => expect((await visitor.post(`${lottery}/draw`, {})).status).toBe(303);
    await vi.waitFor(drawn, { timeout: 30_000, interval: 250 });
    const told = await Promise.all(waiting.map((stream) => stream.until(({ draw }) => draw !== null)));
    expect(new Set(told.map(({ draw }) => JSON.stringify(draw))).size).toBe(1);
    expect(
      waiting.filter((stream) => stream.ended()),
      "streams outlive the database",
    ).toEqual([]);
  } finally {
    await own.stop();
    await removeFolder(dataDir);
  }
}, 90_000);

test("while the database is away streams open all the same, and say nothing", async () => {
  const away = await startServer({
    DATABASE_URL: `postgres://nobody:x@127.0.0.1:${await closedPort()}/nowhere`,
  });
  afterAll(away.stop);
  const stream = await openStream("/l/2222222222", away.url);
  expect(stream.status).toBe(200);
  await vi.waitFor(() => {
    expect(logLines(away.output()).map(({ event }) => event)).toContain("listener-lost");
  });
  expect(stream.messages()).toEqual([]);
  const began = performance.now();
  await away.stop();
  expect(performance.now() - began).toBeLessThan(6_000);
});

/** Collects garbage twice a second, and says so. */
const COLLECTING = `
  import { setFlagsFromString } from "node:v8";
  import { runInNewContext } from "node:vm";
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  setInterval(() => { collect(); console.log("collected"); }, 500).unref();
`;

test("who has gone is noticed even after a garbage collection", async () => {
  const collecting = `--import=data:text/javascript,${encodeURIComponent(COLLECTING)}`;
  const own = await startServer({ DATABASE_URL: server.databaseUrl, NODE_OPTIONS: collecting });
  afterAll(own.stop);
  const lottery = await createLottery(server.visitor());
  const [stays, goes] = [await openStream(lottery, own.url), await openStream(lottery, own.url)];
  await stays.until(({ waiting }) => waiting === 2);
  await goes.until(({ waiting }) => waiting === 2);
  const collections = () => own.output().split("collected").length;
  const before = collections();
  await vi.waitFor(() => expect(collections()).toBeGreaterThan(before + 1), { timeout: 15_000 });
  goes.close();
  await vi.waitFor(() => expect(stays.messages().at(-1)?.waiting).toBe(1), { timeout: 15_000 });
});
