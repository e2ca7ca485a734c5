import { afterEach, expect, test, vi } from "vitest";
import { standingsOf } from "#app/data/lotteries/standings.server.ts";
import { pollStandingsOf } from "#app/data/polls/standings.server.ts";
import { createLiveHub, type LiveHub } from "#app/live/live-hub.server.ts";
import { insertCommitment } from "#app/data/lotteries/commitments.server.ts";
import { drawOnce } from "#app/data/lotteries/draws.server.ts";
import { deleteLottery, insertLottery } from "#app/data/lotteries/lotteries.server.ts";
import type { LiveMessage } from "#app/domain/live.ts";
import { testDatabase } from "#tests/support/database.ts";
import { deafProxy, silentUrl } from "../data/deaf-proxy.ts";
import { BROTHER, lotteryOf, SOLARIS, STALKER } from "../data/fixtures.ts";

const { db, url } = await testDatabase();
const opened: LiveHub[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((hub) => hub.close()));
});

type Options = Partial<Parameters<typeof createLiveHub>[0]>;

/** The hub of one process; `failures` are what it would log. */
function aProcess(options: Options = {}): { hub: LiveHub; failures: unknown[] } {
  const failures: unknown[] = [];
  const onFailure = (error: unknown) => void failures.push(error);
  const notify = (channel: string) => db.raw("select pg_notify(?, '')", [channel]);
  const standings = { standingsOf, pollStandingsOf };
  const hub = createLiveHub({ address: () => url, notify, ...standings, onFailure, ...options });
  opened.push(hub);
  return { hub, failures };
}

/** Somebody who follows a lottery, and everything they were told. */
function aFollower(hub: LiveHub, lotteryId: string, visitorId: string | null = null) {
  const told: LiveMessage[] = [];
  const leave = hub.follow(lotteryId, { visitorId, tell: (message) => void told.push(message) });
  const until = (wanted: (message: LiveMessage) => boolean) =>
    vi.waitFor(
      () => {
        const found = told.find(wanted);
        if (!found) throw new Error(`not told of it, but ${JSON.stringify(told)}`);
        return found;
      },
      { timeout: 10_000, interval: 10 },
    );
  return { told, leave, until };
}

async function aLottery() {
  const lottery = lotteryOf([STALKER, SOLARIS, BROTHER]);
  await insertLottery(lottery, db);
  return lottery;
}

async function listeners(): Promise<number> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `select from pg_stat_activity where application_name = 'movie-lottery live' and datname = current_database()`,
  );
  return rows.length;
}

test("the first visitor opens the one connection that listens, and after the last one it is closed", async () => {
  const { hub, failures } = aProcess({ sweepMs: 50, keptEmptyMs: 100 });
  expect(await listeners()).toBe(0);
  const [one, two] = [await aLottery(), await aLottery()];
  const followers = [one, one, two].map(({ id }) => aFollower(hub, id));
  await Promise.all(followers.map(({ until }) => until(({ open }) => open !== null)));
  expect(await listeners()).toBe(1);
  for (const { leave } of followers) leave();
  await vi.waitFor(async () => expect(await listeners()).toBe(0));
  const again = aFollower(hub, one.id);
  await again.until(({ open }) => open !== null);
  expect(await listeners()).toBe(1);
  expect(failures).toEqual([]);
});

test("everything that happens is told in order, and nothing of one lottery is told to followers of another", async () => {
  const { hub } = aProcess();
  const [lottery, other] = [await aLottery(), await aLottery()];
  const [follower, stranger] = [aFollower(hub, lottery.id), aFollower(hub, other.id)];
  await Promise.all([follower, stranger].map(({ until }) => until(({ open }) => open?.number === 1)));
  await drawOnce({ lotteryId: lottery.id }, db);
  await follower.until(({ draw, open }) => draw?.number === 1 && open === null);
  const { id: lotteryId, clubId } = lottery;
  await insertCommitment({ lotteryId, clubId, number: 2, reason: "Все спали", leaveOut: true }, db);
  const { open } = await follower.until((message) => message.open?.number === 2);
  expect(open).toMatchObject({ reason: "Все спали", leftOut: [expect.any(Number)] });
  await drawOnce({ lotteryId }, db);
  await follower.until(({ draw }) => draw?.number === 2);
  await deleteLottery({ id: lotteryId, clubId }, db);
  await follower.until(({ deleted }) => deleted);
  expect(follower.told.at(-1)).toMatchObject({ draw: null, open: null, waiting: 0 });
  expect(stranger.told.every(({ draw, deleted }) => draw === null && !deleted)).toBe(true);
});

test("processes count together, and one that ends is no longer counted", async () => {
  const lottery = await aLottery();
  const [here, there] = [aProcess().hub, aProcess().hub];
  const one = aFollower(here, lottery.id, "one");
  await one.until(({ waiting }) => waiting === 1);
  const two = aFollower(there, lottery.id, "two");
  aFollower(there, lottery.id, "three");
  await one.until(({ waiting }) => waiting === 3);
  await two.until(({ waiting }) => waiting === 3);
  expect(here.waitingWith({ lotteryId: lottery.id, visitorId: "one" })).toBe(3);
  expect(here.waitingWith({ lotteryId: lottery.id, visitorId: "four" })).toBe(4);
  await there.close();
  await vi.waitFor(() => expect(one.told.at(-1)?.waiting).toBe(1), { timeout: 5_000 });
});

test("a connection that silently went deaf is found out, and nothing is missed", async () => {
  const proxy = await deafProxy(url);
  const { hub, failures } = aProcess({ address: () => proxy.url, pingEveryMs: 250 });
  const lottery = await aLottery();
  const follower = aFollower(hub, lottery.id);
  // Now it has nothing left to say, which would show that nobody answers.
  await aFollower(aProcess().hub, lottery.id).until(({ waiting }) => waiting === 2);
  await follower.until(({ waiting }) => waiting === 2);
  await proxy.deafen();
  await drawOnce({ lotteryId: lottery.id }, db);
  await follower.until(({ draw }) => draw?.number === 1);
  expect(failures).toHaveLength(1);
});

test("a server that never answers is asked again and again, and closing does not wait for it", async () => {
  const silent = await silentUrl();
  let asked = 0;
  const address = () => {
    asked += 1;
    return asked < 2 ? silent : url;
  };
  const { hub, failures } = aProcess({ address });
  const lottery = await aLottery();
  await aFollower(hub, lottery.id).until(({ open }) => open !== null);
  expect(failures.map(String)).toEqual(["Error: timeout expired"]);
  const { hub: hung } = aProcess({ address: () => silent });
  aFollower(hung, lottery.id);
  const began = performance.now();
  await hung.close();
  expect(performance.now() - began).toBeLessThan(4_000);
});
