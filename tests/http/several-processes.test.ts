import { describe, expect, onTestFinished, test, vi } from "vitest";
import { processCount } from "../../scripts/process-count.mjs";
import { memorySettings } from "../../scripts/process-memory.mjs";
import { silentUrl } from "#tests/data/deaf-proxy.ts";
import { birthOf } from "#app/embedded-postgres/processes.ts";
import { eventually } from "#tests/embedded-postgres/scene.ts";
import { inviteOf } from "#tests/support/action-forms.ts";
import { openStream } from "#tests/support/live-stream.ts";
import { logLines, plainLines } from "#tests/support/log-lines.ts";
import { arrive, createLottery, EVENING, formWith } from "#tests/support/lotteries.ts";
import { launch, startServer, STARTER, type TestServer } from "#tests/support/server.ts";
import { appOf, atHome, restarts } from "./starter-scene.ts";

const WITHIN_A_MINUTE = { timeout: 60_000, interval: 500 };
const TWO = { WEB_CONCURRENCY: "2" };

describe("how many processes serve", () => {
  const large = { processors: 8, bytes: 64 * 1024 ** 3 };
  test.each([
    ["as many as were asked for", { WEB_CONCURRENCY: "6" }, { ...large, processors: 2 }, 6],
    ["one for each processor", {}, { ...large, processors: 3 }, 3],
    ["four at most, as databases have few connections", {}, large, 4],
    ["one with 512 MB", {}, { ...large, bytes: 512 * 1024 ** 2 }, 1],
    ["two with a gigabyte", { WEB_CONCURRENCY: " " }, { ...large, bytes: 1024 ** 3 }, 2],
    ["one with hardly any memory", {}, { processors: 1, bytes: 1 }, 1],
    ["one that says what is wrong with the setting", { WEB_CONCURRENCY: "many" }, large, 1],
  ])("%s", (_, env, machine, count) => {
    expect(processCount(env, machine)).toBe(count);
  });
});

test("how memory is dealt out is decided here, unless somebody has", () => {
  expect(memorySettings({})).toEqual({ MALLOC_ARENA_MAX: "2" });
  expect(memorySettings({ MALLOC_ARENA_MAX: "8" })).toEqual({ MALLOC_ARENA_MAX: "8" });
});

describe("two processes", () => {
  test("share a port and the embedded database, and who waits at one hears of a draw at the other", async () => {
    const { server } = await atHome(TWO, STARTER);
    await bothReady(server);
    const host = server.visitor();
    const path = await createLottery(host);
    // Connections go to each process in turn.
    const streams = await Promise.all([1, 2, 3, 4].map(() => openStream(server.url, path)));
    onTestFinished(() => streams.forEach((stream) => stream.close()));
    await streams[0]!.until(({ waiting }) => waiting === 4);
    await host.post(`${path}/draw`, {});
    const told = await Promise.all(streams.map((stream) => stream.until(({ draw }) => draw !== null)));
    expect(new Set(told.map(({ draw }) => draw!.winner)).size).toBe(1);
    expect(plainLines(server.output())).toHaveLength(2);
  });

  test("serve on when one is killed, also the one with the database, which comes back", async () => {
    const { server } = await atHome(TWO, STARTER);
    await bothReady(server);
    const host = server.visitor();
    await arrive(host);
    const owner = await appOf(server.child);
    process.kill(owner, "SIGKILL");
    await eventually(async () => expect(await birthOf(owner)).toBeNull());
    // A new connection may still have been handed to the dead process.
    await eventually(async () => expect((await host.get("/")).status).toBe(200));
    await eventually(async () => expect(restarts(server)).toMatchObject([{ signal: "SIGKILL", process: 1 }]));
    await bothReady(server);
    expect([...(await reportsOf(server)).keys()]).not.toContain(owner);
    // A form may still have met the database that is gone, and come back unsaved.
    await eventually(() => createLottery(host));
  });

  test(
    "refuse a removed device within a minute, whichever of them it asks, with no word between them",
    { timeout: 90_000 },
    async () => {
      const { server } = await atHome(TWO, STARTER);
      await bothReady(server);
      const host = server.visitor();
      const guest = server.visitor();
      await arrive(host);
      await arrive(guest);
      await guest.post(await inviteOf(host), { firstName: "Боря" });
      // Connections go to each process in turn, and both have answered this device.
      for (let i = 0; i < 4; i += 1) expect((await guest.get("/club")).html).toContain("Боря");
      const cookie = guest.jar.get("visitor")!;
      const link = (await host.get("/club")).document.querySelector(".club-list a[href$=removal]");
      await host.post(link!.getAttribute("href")!, {});
      await vi.waitFor(async () => {
        for (let i = 0; i < 6; i += 1) {
          guest.jar.set("visitor", cookie);
          expect((await guest.get("/club")).html).not.toContain("Боря");
        }
      }, WITHIN_A_MINUTE);
    },
  );

  test("count together what somebody writes", async () => {
    const { server } = await atHome({ ...TWO, ADDRESS_WRITES: "6" }, STARTER);
    await bothReady(server);
    const host = server.visitor();
    await arrive(host);
    const statuses = [];
    for (let i = 0; i < 8; i += 1) statuses.push((await host.post("/?index", formWith(EVENING))).status);
    expect(statuses).toEqual([303, 303, 303, 303, 303, 303, 429, 429]);
  });

  test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
    "end by %s together, the database last",
    async (signal) => {
      const { server, left } = await atHome(TWO, STARTER);
      await bothReady(server);
      server.child.kill(signal);
      expect(await server.ended).toBe(0);
      await eventually(async () => expect(await left()).toEqual([]));
      expect(
        logLines(server.output())
          .filter(({ event }) => event !== "request")
          .at(-1),
      ).toMatchObject({
        event: "embedded",
        kind: "stopped",
      });
    },
  );

  test("finish what is under way, when they are told to end and when the one that started them is killed", async () => {
    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
      const server = await startServer(
        { ...TWO, DATABASE_URL: await silentUrl(), READ_BUDGET_MS: "1500" },
        STARTER,
      );
      onTestFinished(server.stop);
      const pages = [1, 2].map(() => server.visitor().get("/l/2222222222"));
      await eventually(async () => {
        const pools = [...(await reportsOf(server)).values()].map(({ pool }) => pool.used + pool.waiting);
        expect(pools).toEqual([1, 1]);
      });
      server.child.kill(signal);
      for (const page of await Promise.all(pages)) expect(page.status).toBe(503);
    }
  });

  test("go with the one that started them, however it ends", async () => {
    const { server, left } = await atHome(TWO, STARTER);
    await bothReady(server);
    server.child.kill("SIGKILL");
    await eventually(async () => expect(await left()).toEqual([]));
  });

  test.each([
    [{ WEB_CONCURRENCY: "many" }, /WEB_CONCURRENCY: must be a whole number from 1 to 99/],
    [{ WEB_CONCURRENCY: "2", HOST: "192.0.2.1" }, /Cannot listen on 192\.0\.2\.1, port \d+: EADDRNOTAVAIL/],
  ])("do not start with %o, and say why", async (env, sentence) => {
    const app = await launch(env, STARTER);
    onTestFinished(app.stop);
    expect(await app.ended).toBe(1);
    expect(app.output()).toMatch(sentence);
  });
});

/** Resolves when both processes have a database. */
async function bothReady(server: TestServer): Promise<void> {
  await eventually(async () => {
    const reports = await reportsOf(server);
    expect([reports.size, [...reports.values()].every(({ ready }) => ready)]).toEqual([2, true]);
  });
}

/** What the processes say of themselves that answer one of a few connections, by their pids. */
async function reportsOf(server: TestServer): Promise<Map<number, Report>> {
  const reports = new Map<number, Report>();
  for (let i = 0; i < 4; i += 1) {
    const report = JSON.parse((await server.visitor().get("/readyz")).html) as Report;
    reports.set(report.pid, report);
  }
  return reports;
}

type Report = { pid: number; ready: boolean; pool: { used: number; waiting: number } };
