import type { Knex } from "knex";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { insertLottery } from "#app/data/lotteries.server.ts";
import { titleKey } from "#app/domain/movie.ts";
import { migrate, restoreTables, startMigrator } from "#app/data/migrations.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { closedUrl } from "./deaf-proxy.ts";
import { BROTHER, STALKER, film, lotteryOf } from "./fixtures.ts";

const files = import.meta.glob<Knex.Migration>("../../migrations/*.ts", { eager: true });
const NAMES = Object.keys(files)
  .map((path) => path.split("/").at(-1)!)
  .sort();
const TABLES = ["clubs", "commitments", "draws", "entries", "lotteries", "movies"];

const { url, db } = await testDatabase({ empty: true });
const address = () => url;

async function tables(): Promise<string[]> {
  const rows = await db("pg_tables").where({ schemaname: "public" }).orderBy("tablename").pluck("tablename");
  return rows.filter((name: string) => !name.startsWith("knex_"));
}

/** Columns, constraints and indexes of every table, as PostgreSQL writes them down. */
async function definitions(): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { line: string }[] }>(
    `
    select format('%s %s %s %s %s', attrelid::regclass, attname, atttypid::regtype, attnotnull,
                  pg_get_expr(adbin, adrelid)) as line
    from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where attnum > 0 and attrelid::regclass::text = any(:tables)
    union all
    select format('%s %s %s', conrelid::regclass, conname, replace(pg_get_constraintdef(oid), ' NOT VALID', ''))
    from pg_constraint where conrelid::regclass::text = any(:tables)
    union all
    select indexdef from pg_indexes where tablename = any(:tables)
    order by 1`,
    { tables: TABLES },
  );
  return rows.map(({ line }) => line);
}

/** An empty database again, whatever a test left in it. */
async function startOver(): Promise<void> {
  await db.raw("drop schema public cascade");
  await db.raw("create schema public");
}

const source: Knex.MigrationSource<string> = {
  getMigrations: () => Promise.resolve(NAMES),
  getMigrationName: (name) => name,
  getMigration: (name) => Promise.resolve(files[`../../migrations/${name}`]!),
};

const migrating = "datname = current_database() and application_name = 'movie-lottery migrations'";

describe("migrate", () => {
  test("makes every table in an empty database, and nothing the second time", async () => {
    await startOver();
    expect(await migrate(address)).toEqual(NAMES);
    expect(await tables()).toEqual(TABLES);
    expect(await migrate(address)).toEqual([]);
  });

  test("every migration can be taken back and made again", async () => {
    await startOver();
    await migrate(address);
    await db.migrate.rollback({ migrationSource: source }, true);
    expect(await tables()).toEqual([]);
    expect(await migrate(address)).toEqual(NAMES);
  });

  test("three that start at once on an empty database all end well, and one of them did it", async () => {
    await startOver();
    const applied = await Promise.all([migrate(address), migrate(address), migrate(address)]);
    expect(applied.toSorted((a, b) => b.length - a.length)).toEqual([NAMES, [], []]);
    expect(await tables()).toEqual(TABLES);
  });

  test("one that is killed in the middle leaves nothing stuck", async () => {
    await startOver();
    const blocker = await db.transaction();
    // Not committed yet, so the migration has to wait for it.
    await blocker.raw("create table draws ()");
    const outcome = migrate(address).then(
      () => "done",
      () => "failed",
    );
    await vi.waitFor(async () => {
      const waiting = await db("pg_stat_activity").whereRaw(`${migrating} and wait_event_type = 'Lock'`);
      expect(waiting).toHaveLength(1);
    });
    await db.raw(`select pg_terminate_backend(pid, 10000) from pg_stat_activity where ${migrating}`);
    await blocker.rollback();
    expect(await outcome).toBe("failed");
    expect(await tables()).toEqual([]);

    expect(await migrate(address)).toEqual(NAMES);
    expect(await tables()).toEqual(TABLES);
  });

  test("one that waits goes on when the one before it is killed", async () => {
    await startOver();
    const holder = await db.transaction();
    await holder.raw("select pg_advisory_xact_lock(7239114051)");
    const waiting = migrate(address);
    await vi.waitFor(async () => {
      expect(await db("pg_stat_activity").whereRaw(`${migrating} and wait_event = 'advisory'`)).toHaveLength(
        1,
      );
    });
    await holder.rollback();
    expect(await waiting).toEqual(NAMES);
  });

  test("entries that were there get the keys of their titles", async () => {
    await startOver();
    await migrate(address);
    const titles = Array.from({ length: 25 }, (_, index) => film(`Ёлки ${index}!`, 2010));
    for (let each = 0; each < 50; each++) await insertLottery(lotteryOf(titles), db);
    await db.raw("update entries set title = title || lottery_id, title_key = null");
    await files["../../migrations/20261123200000_entry_keys.ts"]!.up(db);
    const rows = await db("entries").select<{ title: string; title_key: string }[]>("title", "title_key");
    expect(rows).toHaveLength(1_250);
    expect(rows.filter(({ title, title_key }) => title_key !== titleKey(title))).toEqual([]);
  });

  test("all of them again change nothing", async () => {
    await startOver();
    await migrate(address);
    const made = await definitions();
    expect(await restoreTables(address)).toBe(false);
    expect(await definitions()).toEqual(made);
  });

  test.each(TABLES)("a dropped %s is made again, with what pointed to it", async (table) => {
    await startOver();
    await migrate(address);
    const made = await definitions();
    await db.raw(`drop table ${table} cascade`);
    expect(await migrate(address)).toEqual([]);
    expect(await restoreTables(address)).toBe(true);
    expect(await definitions()).toEqual(made);
  });

  test("rows that lost what they point to are kept", async () => {
    await startOver();
    await migrate(address);
    await insertLottery(lotteryOf([STALKER, BROTHER]), db);
    await db.raw("drop table lotteries cascade");
    await restoreTables(address);
    expect(await db("entries").orderBy("position").pluck("title")).toEqual(["Сталкер", "Брат"]);
    const stray = { lottery_id: "2222222222", position: 1, title: "Her" };
    await expect(db("entries").insert(stray)).rejects.toMatchObject({ code: "23503" });
  });

  test("a database of a newer release is left as it is", async () => {
    await migrate(address);
    await db("knex_migrations").insert({ name: "29991231000000_later.ts", batch: 9 });
    expect(await migrate(address)).toEqual([]);
  });

  test("leaves no connection behind", async () => {
    await migrate(address);
    await vi.waitFor(async () => expect(await db("pg_stat_activity").whereRaw(migrating)).toEqual([]));
  });
});

describe("the migrator", () => {
  function start(options: { address: () => string; onFailure?: (error: unknown) => void }) {
    const migrator = startMigrator({ onFailure: () => {}, ...options });
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
