import type { Knex } from "knex";
import { Client } from "pg";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { connectionHealth } from "#app/data/reliability/connection-health.server.ts";
import { openPool } from "#app/data/reliability/pool.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { deafProxy } from "../deaf-proxy.ts";

const { url, db } = await testDatabase();

/** A pool of the app to `address`; at the end of the test it must let itself be closed. */
function pool(address: string, max = 3): Knex {
  const opened = openPool({ address: () => address, max, statementMs: 1_000 });
  onTestFinished(() => opened.destroy());
  return opened;
}

async function backendOf(knex: Knex): Promise<number> {
  const { rows } = await knex.raw<{ rows: { pid: number }[] }>("select pg_backend_pid() as pid");
  return rows[0]!.pid;
}

/** Makes the pool hold this many idle connections, none of them half made. */
async function fill(knex: Knex, count: number): Promise<void> {
  const wanted = Array.from({ length: count }, () => knex.client.acquireConnection() as Promise<unknown>);
  for (const connection of await Promise.all(wanted)) await knex.client.releaseConnection(connection);
}

/** Ends these server processes and waits until they are gone. */
async function terminate(...pids: number[]): Promise<void> {
  for (const pid of pids) await db.raw("select pg_terminate_backend(?, 10000)", [pid]);
}

const realClocks = [
  [performance, performance.now.bind(performance)],
  [Date, Date.now],
] as const;

/** Sets the pool's clocks this much forward, its own and the one for its idle connections; timers run on. */
function pass(ms: number): void {
  for (const [clock, now] of realClocks) {
    const moved = vi.spyOn(clock, "now").mockImplementation(() => now() + ms);
    onTestFinished(() => moved.mockRestore());
  }
}

describe("one connection", () => {
  let number = 0;
  async function connection() {
    const client = new Client({ connectionString: url });
    client.on("error", () => undefined);
    await client.connect();
    onTestFinished(() => client.end());
    return Object.assign(client, { __knexUid: `test ${(number += 1)}` });
  }

  test("that waits for nothing can be trusted", async () => {
    expect(await connectionHealth().validate(await connection())).toBe(true);
  });

  test("that is still busy with a statement nobody waits for cannot", async () => {
    const busy = await connection();
    const { rows } = await busy.query<{ pid: number }>("select pg_backend_pid() as pid");
    const abandoned = busy.query("select pg_sleep(60)");
    expect(await connectionHealth().validate(busy)).toBe(false);
    await Promise.all([expect(abandoned).rejects.toThrow("terminating"), terminate(rows[0]!.pid)]);
  });

  test("in a transaction, failed or not, cannot; after its end it can", async () => {
    const { validate } = connectionHealth();
    const used = await connection();
    await used.query("begin");
    expect(await validate(used)).toBe(false);
    await expect(used.query("select * from nowhere")).rejects.toThrow("does not exist");
    expect(await validate(used)).toBe(false);
    await used.query("rollback");
    expect(await validate(used)).toBe(true);
  });

  test("whose statement failed with an error of the server can still be trusted", async () => {
    const used = await connection();
    await expect(used.query("select * from nowhere")).rejects.toThrow("does not exist");
    expect(await connectionHealth().validate(used)).toBe(true);
  });

  test("is asked again once it has been idle for half a second", async () => {
    let now = 1_000_000;
    const { validate } = connectionHealth({ now: () => now });
    const used = await connection();
    expect(await validate(used)).toBe(true);
    const asked = vi.spyOn(used, "query");
    now += 499;
    expect(await validate(used)).toBe(true);
    expect(asked).not.toHaveBeenCalled();
    now += 1;
    expect(await validate(used)).toBe(true);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  test("that does not answer condemns the older ones without a word to them, but not younger ones", async () => {
    let now = 1_000_000;
    const { validate } = connectionHealth({ now: () => now });
    const [dead, old] = [await connection(), await connection()];
    expect(await validate(dead)).toBe(true);
    expect(await validate(old)).toBe(true);
    now += 5_000;
    await dead.end();
    expect(await validate(dead)).toBe(false);
    const asked = vi.spyOn(old, "query");
    expect(await validate(old)).toBe(false);
    expect(asked).not.toHaveBeenCalled();
    now += 1;
    expect(await validate(await connection())).toBe(true);
  });
});

describe("the pool of the app", () => {
  test("keeps a connection that works", async () => {
    const knex = pool(url);
    const pid = await backendOf(knex);
    expect(await backendOf(knex)).toBe(pid);
    await expect(knex.raw("select * from nowhere")).rejects.toThrow("does not exist");
    expect(await backendOf(knex)).toBe(pid);
  });

  test("answers the next query after its connections were terminated while idle", async () => {
    const knex = pool(url);
    await fill(knex, 3);
    const { rows } = await db.raw<{ rows: { pid: number }[] }>(
      `select pid from pg_stat_activity
       where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    const pids = rows.map(({ pid }) => pid);
    expect(pids.length).toBeGreaterThanOrEqual(3);
    await terminate(...pids);
    pass(2_000);
    expect(pids).not.toContain(await backendOf(knex));
  });

  test("answers the next query after one was terminated in the middle of a statement", async () => {
    const knex = pool(url, 1);
    // At once: pg has not noticed yet that the socket is being closed.
    await expect(knex.raw("select pg_terminate_backend(pg_backend_pid())")).rejects.toThrow("terminating");
    expect(await backendOf(knex)).toBeGreaterThan(0);
  });

  test("does not give away a connection whose statement was abandoned", async () => {
    const { url: address, deafen } = await deafProxy(url);
    const knex = pool(address, 1);
    const pid = await backendOf(knex);
    await deafen();
    await expect(knex.raw("select 1")).rejects.toThrow("Query read timeout");
    expect(await backendOf(knex)).not.toBe(pid);
  });

  test("answers the first query after the network has silently lost every connection", async () => {
    const { url: address, deafen } = await deafProxy(url);
    const knex = pool(address);
    await fill(knex, 3);
    await deafen();
    pass(2_000);
    expect(await backendOf(knex)).toBeGreaterThan(0);
    expect(await Promise.all([backendOf(knex), backendOf(knex)])).toHaveLength(2);
  });

  test("never hands a forgotten transaction to the next one", async () => {
    const knex = pool(url, 1);
    const pid = await backendOf(knex);
    await knex.raw("begin");
    expect(await backendOf(knex)).not.toBe(pid);
  });

  test("opens nothing before the first query, and one connection for one query", async () => {
    const address = vi.fn<() => string>(() => url);
    const knex = openPool({ address, max: 3, statementMs: 1_000 });
    const connected = vi.fn<() => void>();
    knex.client.pool.on("createSuccess", connected);
    expect(address).not.toHaveBeenCalled();
    await backendOf(knex);
    await knex.destroy();
    expect(connected).toHaveBeenCalledTimes(1);
  });

  test("keeps no connection that nobody has used for ten seconds, be it the last one", async () => {
    const knex = pool(url);
    await fill(knex, 3);
    const kept = () => knex.client.pool.numFree() as number;
    const reap = () => knex.client.pool.check() as void;
    pass(9_000);
    reap();
    expect(kept()).toBe(3);
    pass(10_100);
    reap();
    expect(kept()).toBe(0);
  });
});
