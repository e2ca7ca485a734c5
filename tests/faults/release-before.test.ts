import { expect, onTestFinished, test } from "vitest";
import { testDatabase } from "#tests/support/database.ts";
import { CLOSE, openHat, putIn } from "#tests/support/hats.ts";
import { winnerOn } from "#tests/support/html.ts";
import { DRAW } from "#tests/support/lotteries.ts";
import { nextRelease } from "#tests/support/next-release.ts";
import { ballotForm, createPoll, vote } from "#tests/support/polls.ts";
import { databaseReady, startServer, type TestServer } from "#tests/support/server.ts";
import { newVisitor, type Visitor } from "#tests/support/visitor.ts";

/*
 * The release before hats and polls, as it runs beside this one during a deploy and alone after a roll-back: the present
 * build, which reads no hat and has no page of a poll.
 */
const before = await nextRelease({
  migrations: [],
  rewritten: [
    ["${HAT_JSON} as hat", "null as hat"],
    [
      "exists (select from hats where hats.lottery_id = lotteries.id and closed_at is null) as collecting",
      "false as collecting",
    ],
    ['path: "p/:id",', 'path: "no-such-page/:id",'],
    ['"path": "p/:id",', '"path": "no-such-page/:id",'],
  ],
});

const STARTS_MS = 120_000;

async function start(url: string, program?: readonly string[]): Promise<TestServer> {
  const server = await startServer({ DATABASE_URL: url }, program);
  onTestFinished(server.stop);
  await databaseReady(server);
  return server;
}

/** The same browser, whose requests the older release answers. */
const at = (server: TestServer, { jar }: Visitor) => newVisitor(server.url, { jar });

test(
  "an older release beside this one can neither seal nor draw an open hat, and fails on none; this one goes on",
  async () => {
    const { url, db } = await testDatabase();
    const present = await start(url);
    const host = present.visitor();
    const path = await openHat(host, [["Ran"], ["Alien"]]);
    // It renews lost secrets when it starts.
    const older = await start(url, before);
    const hostThere = at(older, host);
    for (const address of [path, `${path}.data`, `${path}/proof`, `${path}?view=stage`, "/", "/history"]) {
      const seen = await hostThere.get(address);
      expect([address, seen.status]).toEqual([address, 200]);
      expect(seen.html).not.toContain(DRAW);
    }
    expect((await hostThere.post(`${path}/draw`, {})).status).toBeLessThan(500);
    expect((await hostThere.get(`${path}/redraw`)).status).toBeLessThan(500);
    for (const table of ["entries", "commitments", "draws"])
      expect([table, await db(table)]).toEqual([table, []]);

    const guest = present.visitor();
    expect((await putIn(guest, path, { title: "Сталкер" })).status).toBe(303);
    expect((await host.press(await host.get(path), CLOSE)).status).toBe(303);
    // Closed, it is to both a lottery like any other.
    expect((await hostThere.get(path)).html).toContain(DRAW);
    await at(older, guest).post(`${path}/draw`, {});
    const winner = winnerOn((await host.get(path)).document);
    expect(["Ran", "Alien", "Сталкер"]).toContain(winner);
    expect(winnerOn((await hostThere.get(path)).document)).toBe(winner);
  },
  STARTS_MS,
);

test(
  "of a poll an older release says that it is not there; votes are taken by this one, and counted once",
  async () => {
    const { url, db } = await testDatabase();
    const present = await start(url);
    const host = present.visitor();
    const poll = await createPoll(host);
    const older = await start(url, before);
    const voter = present.visitor();
    await voter.get(poll);
    const there = at(older, voter);
    const form = ballotForm("approval", [2]);
    expect((await there.get(poll)).status).toBe(404);
    expect((await there.post(poll, form)).status).toBe(404);
    expect((await there.get("/history")).status).toBe(200);
    expect(await db("ballots")).toEqual([]);
    expect((await voter.post(poll, form)).status).toBe(303);
    await vote(present.visitor(), poll, "approval", [1]);
    expect(await db("ballots")).toHaveLength(2);
  },
  STARTS_MS,
);
