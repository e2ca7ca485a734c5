import type { Knex } from "knex";
import { expect, onTestFinished, test } from "vitest";
import { openPool } from "#app/data/reliability/pool.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { deafProxy } from "../deaf-proxy.ts";

const { url } = await testDatabase();

/** A pool of a server that moves when it is told to, and the server processes behind its idle connections. */
async function movingPool() {
  const { url: before } = await deafProxy(url);
  const { url: after } = await deafProxy(url);
  let address = before;
  const pool = openPool({ address: () => address, max: 3, statementMs: 2_000 });
  onTestFinished(() => pool.destroy());
  return { pool, move: () => void (address = after) };
}

async function hold(pool: Knex): Promise<{ pid: number; port: number; letGo: () => Promise<void> }> {
  const connection = (await pool.client.acquireConnection()) as { processID: number; port: number };
  const letGo = () => pool.client.releaseConnection(connection) as Promise<void>;
  return { pid: connection.processID, port: connection.port, letGo };
}

test("a pool follows a server that has moved, and gives away no connection to the old place", async () => {
  const { pool, move } = await movingPool();
  const held = [await hold(pool), await hold(pool), await hold(pool)];
  const [busy, ...idle] = held;
  for (const { letGo } of idle) await letGo();
  move();
  const moved = [await hold(pool), await hold(pool)];
  // In use while it moved, and the youngest to answer.
  await busy!.letGo();
  moved.push(await hold(pool));
  for (const { letGo } of moved) await letGo();
  const old = held.map(({ port }) => port);
  expect(moved.filter(({ port }) => old.includes(port))).toEqual([]);
  const kept = await hold(pool);
  await kept.letGo();
  expect(moved.map(({ pid }) => pid)).toContain(kept.pid);
});

test("an address that is not known at the moment moves nobody", async () => {
  let address: () => string | Promise<string> = () => Promise.resolve(url);
  const pool = openPool({ address: () => address(), max: 1, statementMs: 2_000 });
  onTestFinished(() => pool.destroy());
  const first = await hold(pool);
  await first.letGo();
  address = () => Promise.reject(new Error("starting again"));
  const second = await hold(pool);
  expect(second.pid).toBe(first.pid);
  await second.letGo();
});
