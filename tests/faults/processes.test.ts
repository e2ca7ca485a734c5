import { expect, onTestFinished, test, vi } from "vitest";
import { testDatabase } from "#tests/support/database.ts";
import { createLottery } from "#tests/support/lotteries.ts";
import { launch, startServer } from "#tests/support/server.ts";

const TABLES = ["clubs", "commitments", "devices", "draws", "entries", "invites", "lotteries", "movies"];
const READY = { timeout: 20_000, interval: 50 };

const { url, db } = await testDatabase({ empty: true });

async function tables(): Promise<string[]> {
  return db("pg_tables").where({ schemaname: "public" }).orderBy("tablename").pluck("tablename");
}

async function startOver(): Promise<void> {
  await db.raw("drop schema public cascade");
  await db.raw("create schema public");
}

const GATE = 42;

/** Stops migrations in the middle, when they have just made a table, until it is rolled back. */
async function holdUp() {
  // Invisible: a process that saw others at work on its tables would wait for them before it begins. And without a
  // lock that makes migrations give up.
  await db.raw(`
    drop event trigger if exists gate;
    create schema if not exists gates;
    create or replace function gates.wait() returns event_trigger language plpgsql set lock_timeout = 0 as $$
    begin
      if exists (select from pg_event_trigger_ddl_commands() where object_identity = 'public.draws') then
        perform pg_advisory_xact_lock_shared(${GATE});
      end if;
    end $$;
    create event trigger gate on ddl_command_end when tag in ('CREATE TABLE') execute function gates.wait()
  `);
  const blocker = await db.transaction();
  // Starting processes may take longer than a test usually may.
  await blocker.raw("set local idle_in_transaction_session_timeout = 0");
  await blocker.raw("select pg_advisory_xact_lock(?)", [GATE]);
  return blocker;
}

/** Resolves when this many processes wait in the middle of their migrations. */
async function waiting(processes: number): Promise<void> {
  const migrating = "datname = current_database() and application_name = 'movie-lottery migrations'";
  await vi.waitFor(async () => {
    const held = await db("pg_stat_activity").whereRaw(`${migrating} and wait_event_type = 'Lock'`);
    expect(held.length).toBeGreaterThanOrEqual(processes);
  }, READY);
}

async function migrationsOf(address: string): Promise<{ failures: number; appliedByThisProcess: number }> {
  const report = await (await fetch(`${address}/readyz`)).json();
  return (report as { migrations: { failures: number; appliedByThisProcess: number } }).migrations;
}

async function ready(address: string): Promise<void> {
  await vi.waitFor(async () => expect((await fetch(`${address}/readyz`)).status).toBe(200), READY);
}

test("three processes that start at once on an empty database all end well", async () => {
  await startOver();
  const blocker = await holdUp();
  const servers = await Promise.all([1, 2, 3].map(() => startServer({ DATABASE_URL: url })));
  onTestFinished(async () => void (await Promise.all(servers.map(({ stop }) => stop()))));
  await waiting(3);
  await blocker.rollback();
  await Promise.all(servers.map((server) => ready(server.url)));
  expect(await tables()).toEqual(expect.arrayContaining(TABLES));
  const reports = await Promise.all(servers.map((server) => migrationsOf(server.url)));
  expect(reports.map(({ failures }) => failures)).toEqual([0, 0, 0]);
  // One of them applied all of them.
  const applied = reports.map(({ appliedByThisProcess }) => appliedByThisProcess).filter(Boolean);
  expect(applied).toEqual([(await db("knex_migrations")).length]);
  const [first, second, third] = servers.map(({ visitor }) => visitor());
  const lottery = await createLottery(first!);
  for (const visitor of [second!, third!]) expect((await visitor.get(lottery)).status).toBe(200);
});

test("a process that is killed in the middle of a migration leaves nothing stuck", async () => {
  await startOver();
  const blocker = await holdUp();
  const killed = await launch({ DATABASE_URL: url });
  onTestFinished(killed.stop);
  await waiting(1);
  killed.child.kill("SIGKILL");
  expect(await killed.ended).toBe("SIGKILL");

  const next = await startServer({ DATABASE_URL: url });
  onTestFinished(next.stop);
  await blocker.rollback();
  await ready(next.url);
  expect(await tables()).toEqual(expect.arrayContaining(TABLES));
  await createLottery(next.visitor());
});
