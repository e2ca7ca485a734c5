import { EventEmitter } from "node:events";
import type { Knex } from "knex";
import { expect, test, vi } from "vitest";
import { connectionHealth } from "#app/data/reliability/connection-health.server.ts";

type Connection = Parameters<ReturnType<typeof connectionHealth>["validate"]>[0];

/** Rules alone, with connections that are none; tests/data/reliability/connection-health.test.ts has real ones. */
function scene() {
  let now = 1_000_000;
  const pool = new EventEmitter();
  const knex = Object.assign(new EventEmitter(), { client: { pool } });
  const health = connectionHealth({ now: () => now });
  health.watch(knex as unknown as Knex);
  return { ...health, pool, knex, pass: (ms: number) => void (now += ms) };
}

/** A connection that answers pings, until it is told otherwise. */
function connection(
  id: string,
  { status = "I", busy = false }: { status?: string | null; busy?: boolean } = {},
) {
  const query = vi.fn<(asked: object) => Promise<unknown>>(() => Promise.resolve());
  const made = { __knexUid: id, _activeQuery: busy ? {} : null, getTransactionStatus: () => status, query };
  return { ...made, as: made as unknown as Connection };
}

test("one that nothing is known of is asked, for a second at most", async () => {
  const { validate } = scene();
  const { as, query } = connection("new");
  expect(await validate(as)).toBe(true);
  expect(query.mock.calls).toEqual([[{ text: "select 1", query_timeout: 1_000 }]]);
});

test("one that is busy, or in a transaction, or has not said, is thrown away without being asked", async () => {
  const { validate } = scene();
  for (const one of [
    connection("busy", { busy: true }),
    ...["T", "E", null].map((status) => connection(String(status), { status })),
  ]) {
    expect(await validate(one.as)).toBe(false);
    expect(one.query).not.toHaveBeenCalled();
  }
});

test("whatever it answered is an answer for half a second", async () => {
  const { validate, knex, pool, pass } = scene();
  const [asked, used, made] = [connection("asked"), connection("used"), connection("made")];
  await validate(asked.as);
  knex.emit("query-response", {}, { __knexUid: "used" });
  pool.emit("createSuccess", 1, made.as);
  pass(499);
  for (const each of [asked, used, made]) expect(await validate(each.as)).toBe(true);
  expect([asked, used, made].map(({ query }) => query.mock.calls.length)).toEqual([1, 0, 0]);
  pass(1);
  for (const each of [asked, used, made]) expect(await validate(each.as)).toBe(true);
  expect([asked, used, made].map(({ query }) => query.mock.calls.length)).toEqual([2, 1, 1]);
});

test("one that does not answer condemns those that answered before, and nobody else", async () => {
  const { validate, knex, pass } = scene();
  const [dead, old, young, stranger] = [
    connection("dead"),
    connection("old"),
    connection("young"),
    connection("new"),
  ];
  for (const each of [dead, old]) await validate(each.as);
  pass(600);
  dead.query.mockRejectedValueOnce(new Error("Query read timeout"));
  expect(await validate(dead.as)).toBe(false);
  knex.emit("query-response", {}, { __knexUid: "young" });
  old.query.mockClear();
  expect(await validate(old.as)).toBe(false);
  expect(old.query).not.toHaveBeenCalled();
  expect(await validate(young.as), "answered in that very moment").toBe(true);
  expect(await validate(stranger.as)).toBe(true);
});

test("one whose statement broke the connection, or found it read-only, is not given away again; of others it says nothing", async () => {
  const { validate, knex } = scene();
  const failing = (id: string, error: object) => knex.emit("query-error", error, { __knexUid: id });
  const server = { severity: "ERROR" };
  failing("broken", Object.assign(new Error("Connection terminated"), {}));
  failing("read-only", Object.assign(new Error("read-only"), { ...server, code: "25006" }));
  failing("refused", Object.assign(new Error("permission denied"), { ...server, code: "42501" }));
  for (const [id, trusted] of [
    ["broken", false],
    ["read-only", false],
    ["refused", true],
    ["another", true],
  ] as const)
    expect([id, await validate(connection(id).as)]).toEqual([id, trusted]);
});

test("one that was thrown away is forgotten with all that was known of it", async () => {
  const { validate, knex, pool } = scene();
  const one = connection("one");
  pool.emit("createSuccess", 1, one.as);
  knex.emit("query-error", new Error("Connection terminated"), { __knexUid: "one" });
  pool.emit("destroyRequest", 2, one.as);
  expect(await validate(one.as)).toBe(true);
  expect(one.query).toHaveBeenCalledTimes(1);
});
