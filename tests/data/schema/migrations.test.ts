import type { Knex } from "knex";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { insertLottery } from "#app/data/lotteries/lotteries.server.ts";
import { titleKey } from "#app/domain/film/movie.ts";
import { bundledMigrations } from "#app/data/schema/bundled-migrations.server.ts";
import type { Migration } from "#app/data/schema/migration.server.ts";
import { startMigrator } from "#app/data/schema/migrator.server.ts";
import { bringUpToDate, type Tidings } from "#app/data/schema/up-to-date.server.ts";
import { closedUrl } from "../deaf-proxy.ts";
import { film, lotteryOf } from "../fixtures.ts";
import { MIGRATING, NAMES, TABLES, tablesScene } from "./tables-scene.ts";

const { db, url, address, upToDate, startOver, tables } = await tablesScene();
const migrate = async () => (await upToDate()).applied;

const source: Knex.MigrationSource<Migration> = {
  getMigrations: () => Promise.resolve([...bundledMigrations]),
  getMigrationName: ({ name }) => name,
  getMigration: (migration) => Promise.resolve(migration),
};

const WIDER: Migration = {
  name: "29991231000000_wider.ts",
  up: (knex) => knex.raw("alter table movies add column stars integer"),
  down: (knex) => knex.raw("alter table movies drop column stars"),
};

describe("migrate", () => {
  test("makes every table in an empty database, and nothing the second time", async () => {
    await startOver();
    expect(await migrate()).toEqual(NAMES);
    expect(await tables()).toEqual(TABLES);
    expect(await migrate()).toEqual([]);
  });

  test("every migration can be taken back and made again", async () => {
    await startOver();
    await migrate();
    await db.migrate.rollback({ migrationSource: source }, true);
    expect(await tables()).toEqual([]);
    expect(await migrate()).toEqual(NAMES);
  });

  test("three that start at once on an empty database all end well, and one of them did it", async () => {
    await startOver();
    const applied = await Promise.all([migrate(), migrate(), migrate()]);
    expect(applied.toSorted((a, b) => b.length - a.length)).toEqual([NAMES, [], []]);
    expect(await tables()).toEqual(TABLES);
  });

  test("one that is killed in the middle leaves nothing stuck", async () => {
    await startOver();
    // Whoever makes the table of draws waits for this lock, which nobody takes for work on tables.
    const blocker = await db.transaction();
    await blocker.raw("select pg_advisory_xact_lock(1)");
    await db.raw(`
      create function wait() returns event_trigger language plpgsql set lock_timeout = 0 as $$ begin
        if to_regclass('public.draws') is not null then perform pg_advisory_xact_lock(1); end if;
      end $$;
      create event trigger wait on ddl_command_end execute function wait()`);
    onTestFinished(() =>
      db.raw("drop event trigger if exists wait; drop function if exists wait").then(() => {}),
    );
    const outcome = migrate().then(
      () => "done",
      () => "failed",
    );
    await vi.waitFor(async () => {
      const waiting = await db("pg_stat_activity").whereRaw(`${MIGRATING} and wait_event_type = 'Lock'`);
      expect(waiting).toHaveLength(1);
    });
    await db.raw(`select pg_terminate_backend(pid, 10000) from pg_stat_activity where ${MIGRATING}`);
    await blocker.rollback();
    expect(await outcome).toBe("failed");
    expect(await tables()).toEqual([]);

    expect(await migrate()).toEqual(NAMES);
    expect(await tables()).toEqual(TABLES);
  });

  test("one that waits goes on when the one before it is killed", async () => {
    await startOver();
    const holder = await db.transaction();
    await holder.raw("select pg_advisory_xact_lock(7239114051)");
    const waiting = migrate();
    await vi.waitFor(async () => {
      expect(await db("pg_stat_activity").whereRaw(`${MIGRATING} and wait_event = 'advisory'`)).toHaveLength(
        1,
      );
    });
    await holder.rollback();
    expect(await waiting).toEqual(NAMES);
  });

  test("entries that were there get the keys of their titles", async () => {
    await startOver();
    await migrate();
    const titles = Array.from({ length: 25 }, (_, index) => film(`Ёлки ${index}!`, 2010));
    for (let each = 0; each < 50; each++) await insertLottery(lotteryOf(titles), db);
    await db.raw("update entries set title = title || lottery_id, title_key = null");
    await bundledMigrations.find(({ name }) => name.endsWith("_entry_keys.ts"))!.up(db);
    const rows = await db("entries").select<{ title: string; title_key: string }[]>("title", "title_key");
    expect(rows).toHaveLength(1_250);
    expect(rows.filter(({ title, title_key }) => title_key !== titleKey(title))).toEqual([]);
  });

  test("a database of a newer release is left as it is", async () => {
    await migrate();
    await db("knex_migrations").insert({ name: "29991231000000_later.ts", batch: 9 });
    expect(await migrate()).toEqual([]);
  });

  test("waits for a table in use no longer than those who queue behind it can bear", async () => {
    await startOver();
    await migrate();
    const reader = await db.transaction();
    await reader.raw("select from movies");
    const widening = bringUpToDate({ address, migrations: [...bundledMigrations, WIDER], restoring: true });
    const outcome = widening.catch((error: unknown) => error);
    let came: unknown;
    do {
      // The app's own statements give up after a second.
      expect(await db("movies")).toEqual([]);
      came = await Promise.race([outcome, Promise.resolve("nothing yet")]);
    } while (came === "nothing yet");
    expect(came).toMatchObject({ code: "55P03" });
    await reader.rollback();
    expect(
      (await bringUpToDate({ address, migrations: [...bundledMigrations, WIDER], restoring: true })).applied,
    ).toEqual([WIDER.name]);
  });

  test("leaves no connection behind", async () => {
    await migrate();
    await vi.waitFor(async () => expect(await db("pg_stat_activity").whereRaw(MIGRATING)).toEqual([]));
  });
});

describe("the migrator", () => {
  function start(options: Partial<Parameters<typeof startMigrator>[0]>) {
    const how = { address, migrations: bundledMigrations, restoring: true, onFailure: () => {} };
    const migrator = startMigrator({ ...how, ...options });
    onTestFinished(() => migrator.stop());
    const becomes = (state: string) =>
      vi.waitFor(() => expect(migrator.state().state).toBe(state), { timeout: 15_000 });
    return { ...migrator, becomes };
  }

  test("brings the tables up to date in the background", async () => {
    await startOver();
    const migrator = start({ address });
    await migrator.becomes("current");
    expect(migrator.state()).toMatchObject({ state: "current", applied: NAMES, lastError: null });
    expect(await tables()).toEqual(TABLES);
  });

  test("tries until the database is there", async () => {
    await startOver();
    const nobodyThere = await closedUrl();
    const failures: unknown[] = [];
    const migrator = start({
      address: () => (failures.length < 2 ? nobodyThere : url),
      onFailure: (error) => void failures.push(error),
    });
    await vi.waitFor(() => expect(migrator.state().lastError).toContain("ECONNREFUSED"));
    await migrator.becomes("current");
    expect(failures).toHaveLength(2);
    expect(migrator.state()).toMatchObject({ state: "current", applied: NAMES, lastError: null });
  });

  test("looks again when woken, and makes tables that have gone", async () => {
    const migrator = start({ address });
    await migrator.becomes("current");
    await startOver();
    migrator.wake();
    expect(migrator.state().state).toBe("pending");
    await migrator.becomes("current");
    expect(await tables()).toEqual(TABLES);
  });

  test("restores a table that is missing although its migration counts as applied", async () => {
    const migrator = start({ address });
    await migrator.becomes("current");
    await db.raw("drop table movies");
    migrator.wake();
    await migrator.becomes("current");
    expect(await tables()).toEqual(TABLES);
    expect(migrator.state()).toMatchObject({ restored: ["table movies"], missing: [], reason: null });
  });

  test("tells once what it cannot make again, and notices when somebody has", async () => {
    const tidings: Tidings[] = [];
    const migrator = start({ onTidings: (each) => void tidings.push(each) });
    await migrator.becomes("current");
    await db.raw("alter table movies rename column note to remark");
    migrator.wake();
    await vi.waitFor(() => expect(migrator.state().reason).toBe("by-hand"));
    expect(migrator.state()).toMatchObject({ state: "pending", missing: ["column note of movies"] });
    migrator.wake();
    await vi.waitFor(() => expect(migrator.state().state).toBe("running"), { timeout: 5_000, interval: 1 });
    await migrator.becomes("pending");
    expect(tidings.map(({ missing }) => missing)).toEqual([["column note of movies"]]);
    await db.raw("alter table movies rename column remark to note");
    // Without anybody's asking.
    await migrator.becomes("current");
    expect(tidings.map(({ missing }) => missing)).toEqual([["column note of movies"], []]);
  });

  test("is not put off for long by having been woken for nothing", async () => {
    const migrator = start({ address });
    await migrator.becomes("current");
    migrator.wake();
    await migrator.becomes("current");
    await db.raw("drop table movies");
    migrator.wake();
    await vi.waitFor(async () => expect(await tables()).toEqual(TABLES), { timeout: 5_000 });
  });

  test("does without what a newer release took away, unless a statement misses it", async () => {
    await startOver();
    await migrate();
    await db("knex_migrations").insert({ name: "29991231000000_later.ts", batch: 9 });
    await db.raw("alter table movies drop column note");
    const migrator = start({ address });
    await migrator.becomes("current");
    const told = { missing: ["column note of movies"], reason: "newer-release" };
    expect(migrator.state()).toMatchObject(told);
    migrator.wake();
    await vi.waitFor(() => expect(migrator.state().state).toBe("running"), { timeout: 5_000, interval: 1 });
    await migrator.becomes("pending");
    expect(migrator.state()).toMatchObject(told);
    await startOver();
  });

  test("begins nothing after stop()", async () => {
    const nobodyThere = await closedUrl();
    const asked = vi.fn<() => string>(() => nobodyThere);
    const migrator = start({ address: asked });
    await migrator.stop();
    const before = asked.mock.calls.length;
    migrator.wake();
    await migrator.stop();
    expect(migrator.state().state).toBe("pending");
    expect(asked).toHaveBeenCalledTimes(before);
  });
});
