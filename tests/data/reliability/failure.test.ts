import { randomUUID } from "node:crypto";
import type { Knex } from "knex";
import { describe, expect, onTestFinished, test } from "vitest";
import { failureKind, surelyNotApplied } from "#app/data/reliability/failure.server.ts";
import { openPool, type PoolOptions } from "#app/data/reliability/pool.server.ts";
import { missingDatabaseUrl, testDatabase } from "#tests/support/database.ts";
import { closedUrl, deafProxy, silentUrl } from "../deaf-proxy.ts";

const { url, db } = await testDatabase();

function pool(address: string, options: Partial<PoolOptions> = {}): Knex {
  const opened = openPool({ address: () => address, max: 3, statementMs: 3_000, ...options });
  onTestFinished(() => opened.destroy());
  return opened;
}

/** What the app makes of the error that `work` ends in. */
async function verdictOn(work: PromiseLike<unknown>) {
  const error = await work.then(
    () => {
      throw new Error("it should have failed");
    },
    (reason: unknown) => reason,
  );
  return { kind: failureKind(error), sure: surelyNotApplied(error), error };
}

/** A login of its own, gone with the test. */
async function roleUrl(options: string): Promise<string> {
  const role = `role_${randomUUID().slice(0, 8)}`;
  await db.raw(`create role ${role} login password 'secret' ${options}`);
  onTestFinished(async () => void (await db.raw(`drop role ${role}`)));
  const address = new URL(url);
  address.username = role;
  address.password = "secret";
  return address.href;
}

describe("real errors of knex and pg", () => {
  test("a port that nobody listens on", async () => {
    const verdict = await verdictOn(pool(await closedUrl()).raw("select 1"));
    expect(verdict).toMatchObject({ kind: "unreachable", sure: true, error: { code: "ECONNREFUSED" } });
  });

  test("a host that does not exist", async () => {
    const verdict = await verdictOn(pool("postgres://app:secret@no-such-host.invalid/app").raw("select 1"));
    expect(verdict).toMatchObject({ kind: "unreachable", sure: true });
  });

  test("a server that takes the call and never answers", async () => {
    const verdict = await verdictOn(pool(await silentUrl()).raw("select 1"));
    expect(verdict).toMatchObject({ kind: "unreachable", sure: true });
  });

  test("no free connection in the pool", async () => {
    const knex = pool(url, { max: 1, statementMs: 6_000 });
    const held = await knex.client.acquireConnection();
    const verdict = await verdictOn(knex.raw("select 1"));
    await knex.client.releaseConnection(held);
    expect(verdict).toMatchObject({ kind: "unreachable", sure: true, error: { name: "KnexTimeoutError" } });
  });

  test("a backend terminated in the middle of a statement", async () => {
    const verdict = await verdictOn(pool(url).raw("select pg_terminate_backend(pg_backend_pid())"));
    expect(verdict).toMatchObject({ kind: "unreachable", sure: false, error: { code: "57P01" } });
  });

  test("a statement that gets no answer", async () => {
    const { url: address, deafen } = await deafProxy(url);
    const knex = pool(address, { statementMs: 1_000 });
    await knex.raw("select 1");
    await deafen();
    const verdict = await verdictOn(knex.raw("select 2"));
    expect(verdict).toMatchObject({ kind: "unreachable", sure: false });
    expect(String(verdict.error)).toContain("Query read timeout");
  });

  test("a statement over its time", async () => {
    const verdict = await verdictOn(pool(url, { statementMs: 600 }).raw("select pg_sleep(60)"));
    expect(verdict).toMatchObject({ kind: "busy", sure: true, error: { code: "57014" } });
  });

  test("a lock that is not let go", async () => {
    const holder = await db.transaction();
    await holder.raw("lock table clubs in access exclusive mode");
    const verdict = await verdictOn(pool(url)("clubs").insert({ id: randomUUID() }));
    await holder.rollback();
    expect(verdict).toMatchObject({ kind: "busy", sure: true, error: { code: "55P03" } });
  });

  test("a read-only server", async () => {
    const knex = pool(`${url}?options=-c%20default_transaction_read_only%3Don`);
    const { rows } = await knex.raw<{ rows: { on: string }[] }>(
      `select set_config('default_transaction_read_only', 'on', false) as "on"`,
    );
    expect(rows[0]?.on).toBe("on");
    const verdict = await verdictOn(knex("clubs").insert({ id: randomUUID() }));
    expect(verdict).toMatchObject({ kind: "refused", sure: true, error: { code: "25006" } });
  });

  test("tables that are missing, or older than the program", async () => {
    expect(await verdictOn(db.raw("select id from ballots"))).toMatchObject({ kind: "schema", sure: true });
    expect(await verdictOn(db.raw("select stars from movies"))).toMatchObject({ kind: "schema", sure: true });
    expect(await verdictOn(db.raw("select id from cinema.movies"))).toMatchObject({
      kind: "schema",
      sure: true,
    });
  });

  test("a unique index that is missing", async () => {
    const merging = db.raw(
      "insert into clubs (id) values (gen_random_uuid()) on conflict (created_at) do nothing",
    );
    expect(await verdictOn(merging)).toMatchObject({ kind: "schema", sure: true, error: { code: "42P10" } });
  });

  test("a database that is missing", async () => {
    const verdict = await verdictOn(pool(missingDatabaseUrl()).raw("select 1"));
    expect(verdict).toMatchObject({ kind: "schema", sure: true, error: { code: "3D000" } });
  });

  test("too many connections", async () => {
    const verdict = await verdictOn(pool(await roleUrl("connection limit 0")).raw("select 1"));
    expect(verdict).toMatchObject({ kind: "unreachable", sure: true, error: { code: "53300" } });
  });

  test("a wrong password", async () => {
    const address = new URL(await roleUrl(""));
    address.password = "wrong";
    expect(await verdictOn(pool(address.href).raw("select 1"))).toMatchObject({
      kind: "unreachable",
      sure: true,
    });
  });

  test("a server that does not offer the TLS that was asked for", async () => {
    const verdict = await verdictOn(pool(`${url}?sslmode=require`).raw("select 1"));
    expect(verdict).toMatchObject({ kind: "unreachable", sure: true });
  });

  test("a certificate that cannot be read: nothing was sent", async () => {
    const verdict = await verdictOn(
      pool(`${url}?sslmode=verify-full&sslrootcert=/nowhere/ca.pem`).raw("select 1"),
    );
    expect(verdict).toMatchObject({ kind: "unreachable", sure: true, error: { code: "ENOENT" } });
  });

  test("a right that was taken away", async () => {
    const verdict = await verdictOn(pool(await roleUrl(""))("movies").select("id"));
    expect(verdict).toMatchObject({ kind: "refused", sure: true, error: { code: "42501" } });
  });

  test("a pool that was closed", async () => {
    const knex = openPool({ address: () => url, max: 1, statementMs: 1_000 });
    await knex.destroy();
    expect(await verdictOn(knex.raw("select 1"))).toMatchObject({ kind: "unreachable", sure: true });
  });

  test("a broken rule of the tables, or of SQL, is refused", async () => {
    const club = { id: randomUUID() };
    await db("clubs").insert(club);
    expect(await verdictOn(db("clubs").insert(club))).toMatchObject({ kind: "refused", sure: true });
    expect(await verdictOn(db.raw("selekt 1"))).toMatchObject({ kind: "refused", sure: true });
  });

  test("words of a visitor in an error's text change nothing", async () => {
    const text = "Connection terminated, Query read timeout, aborted, not queryable";
    const verdict = await verdictOn(db.raw("select cast(:text as integer)", { text }));
    expect(verdict).toMatchObject({ kind: "refused", sure: true, error: { code: "22P02" } });
  });
});
