import { expect, test } from "vitest";
import { birthOf } from "#app/embedded-postgres/processes.ts";
import {
  addRow,
  appIn,
  ask,
  count,
  dataFolder,
  eventually,
  guardianOf,
  nothingRunsIn,
  postmasterOf,
  processesIn,
  rows,
  serverIn,
  unfinishedIn,
} from "./scene.ts";
import { withClient } from "#tests/support/with-client.ts";

test("kill -9 of the app stops the database, also after its guardian was replaced; nothing acked is lost", async () => {
  const dataDir = await dataFolder();
  const app = await appIn(dataDir);
  await addRow(app.url);
  const firstGuardian = guardianOf(app);
  process.kill(firstGuardian, "SIGKILL");
  await eventually(() => expect(guardianOf(app)).not.toBe(firstGuardian));

  await withClient(app.url, async (client) => {
    // An open transaction must not hold up the shutdown.
    await client.query("begin; insert into note default values");
    process.kill(app.pid, "SIGKILL");
    await nothingRunsIn(dataDir);
  });

  const next = await serverIn(dataDir);
  expect(count(next.events, "leftovers-stopped")).toBe(0);
  expect(await rows(next.connectionString())).toBe(1);
});

test("the orphan of a killed app and guardian is stopped by the next start", async () => {
  const dataDir = await dataFolder();
  const app = await appIn(dataDir);
  await addRow(app.url);
  process.kill(guardianOf(app), "SIGKILL");
  process.kill(app.pid, "SIGKILL");
  await eventually(async () => expect(await birthOf(app.pid)).toBeNull());
  expect(await birthOf(postmasterOf(app))).not.toBeNull();
  await addRow(app.url);

  const next = await serverIn(dataDir);
  const stopped = next.events.find((event) => event.kind === "leftovers-stopped");
  expect(stopped?.pids).toContain(postmasterOf(app));
  expect(await birthOf(postmasterOf(app))).toBeNull();
  expect(await rows(next.connectionString())).toBe(2);
});

test("a killed guardian is replaced without the database noticing", async () => {
  const dataDir = await dataFolder();
  const server = await serverIn(dataDir);
  await withClient(server.connectionString(), async (client) => {
    const before = guardianOf(server);
    process.kill(before, "SIGKILL");
    await eventually(() => expect(count(server.events, "guarded")).toBe(2));
    expect(guardianOf(server)).not.toBe(before);
    await client.query("select 1");
  });
  expect(count(server.events, "ready")).toBe(1);
});

test("a killed postmaster comes back on the same port, whatever its backends are busy with", async () => {
  const dataDir = await dataFolder();
  const server = await serverIn(dataDir);
  const url = server.connectionString();
  await addRow(url);
  const busy = withClient(url, (client) =>
    client.query("select count(*) from generate_series(1, 1e12)"),
  ).catch((error: unknown) => error);
  await eventually(async () =>
    expect(await ask(url, "select count(*)::int from pg_stat_activity where query like '%1e12%'")).toBe(2),
  );

  for (const restarts of [1, 2]) {
    process.kill(server.pid() ?? 0, "SIGKILL");
    await eventually(() => expect(count(server.events, "ready")).toBe(restarts + 1));
    expect(server.connectionString()).toBe(url);
    expect(await rows(url)).toBe(1);
  }
  expect(await busy).toBeInstanceOf(Error);
});

test("a killed backend costs its own connections and nothing else", async () => {
  const server = await serverIn(await dataFolder());
  const url = server.connectionString();
  await addRow(url);
  const pid = server.pid();
  await withClient(url, async (client) => {
    const { rows: backends } = await client.query<{ pid: number }>("select pg_backend_pid() pid");
    process.kill(backends[0]?.pid ?? 0, "SIGKILL");
    await expect(client.query("select 1")).rejects.toThrow(/terminated|ECONNRESET/);
  });
  await eventually(async () => expect(await rows(url)).toBe(1));
  expect(server.pid()).toBe(pid);
});

test("stop in the middle of a restart leaves nothing running and no lock", async () => {
  const dataDir = await dataFolder();
  const server = await serverIn(dataDir);
  process.kill(server.pid() ?? 0, "SIGKILL");
  await eventually(() => expect(count(server.events, "restarting")).toBe(1));
  await server.stop();
  expect(await processesIn(dataDir)).toEqual([]);
  await serverIn(dataDir);
});

test("a start killed at any moment of the first initialisation does not spoil the next", async () => {
  const dataDir = await dataFolder();
  const early = await appIn(dataDir, "initialising");
  process.kill(early.pid, "SIGKILL");
  await nothingRunsIn(dataDir);

  const later = await appIn(dataDir, "initialising");
  await eventually(async () =>
    expect(await processesIn(dataDir)).toContainEqual(expect.stringMatching(/--single|--boot|-F/)),
  );
  process.kill(guardianOf(later), "SIGKILL");
  process.kill(later.pid, "SIGKILL");

  const server = await serverIn(dataDir);
  await addRow(server.connectionString());
  await server.stop();
  expect(await unfinishedIn(dataDir)).toEqual([]);
});
