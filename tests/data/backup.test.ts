import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, readFile, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Knex } from "knex";
import { afterAll, describe, expect, inject, onTestFinished, test } from "vitest";
import {
  BackupDamaged,
  readBackupFile,
  writeBackupFile,
  type TableRows,
} from "#app/data/backup/backup-file.server.ts";
import { backUpToday } from "#app/data/backup/daily-backups.server.ts";
import { makeBackup } from "#app/data/backup/make-backup.server.ts";
import { restoreBackup } from "#app/data/backup/restore-backup.server.ts";
import { bundledMigrations } from "#app/data/schema/bundled-migrations.server.ts";
import { insertCommitment } from "#app/data/lotteries/commitments.server.ts";
import { drawOnce } from "#app/data/lotteries/draws.server.ts";
import { insertLottery, lotteryById } from "#app/data/lotteries/lotteries.server.ts";
import { insertMovie } from "#app/data/library/movies.server.ts";
import { proofOfDraw } from "#app/data/lotteries/proofs.server.ts";
import { openPool } from "#app/data/reliability/pool.server.ts";
import { CACHES, TABLES } from "#app/data/tables.server.ts";
import { createDatabase, dropDatabase } from "#tests/support/cluster.ts";
import { testDatabase } from "#tests/support/database.ts";
import { removeFolder } from "#tests/support/folder.ts";
import { anotherVersion, startPostgres } from "#tests/support/postgres-versions.ts";
import { BROTHER, film, HER, libraryMovie, lotteryOf, SOLARIS, STALKER } from "./fixtures.ts";

const NAMES = bundledMigrations.map(({ name }) => name);
const HEAD = { madeAt: "2026-11-24T20:00:00.000Z", server: "18.4", migrations: NAMES };
const DAMAGES: Record<string, (whole: Buffer) => Buffer | string> = {
  "cut off": (whole) => whole.subarray(0, whole.length / 2),
  "one byte short": (whole) => whole.subarray(0, -1),
  "without its last line": (whole) => gzipSync(linesOf(whole).slice(0, -2).join("\n") + "\n"),
  "one letter different": (whole) => gzipSync(linesOf(whole).join("\n").replace("Пятница", "Суббота")),
  "missing a row": (whole) => gzipSync(linesOf(whole).toSpliced(3, 1).join("\n")),
  "followed by more": (whole) => gzipSync(`${linesOf(whole).join("\n")}{}\n`),
  empty: () => "",
  "a picture": () => Buffer.from("iVBORw0KGgo=", "base64"),
  "some other text": () => gzipSync("hello\nworld\n"),
};
const linesOf = (whole: Buffer) => gunzipSync(whole).toString().split("\n");

const { url, db } = await testDatabase();
const folder = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-backup-"));
afterAll(() => removeFolder(folder));

const NASTY = [
  '«Сталкер» & "Зона"',
  "#1 \\n {} 🎬",
  "L'Atalante\t--",
  "千と千尋の神隠し",
  '{"end":"clubs","rows":0}',
];
await fill(db);
const file = path.join(folder, "evening.backup.gz");
const counts = await makeBackup({ address: url, path: file });
const saved = await contentsOf(db);

/** Lotteries that were drawn, drawn again and not yet, and a library. */
async function fill(into: Knex): Promise<void> {
  const open = lotteryOf(NASTY.map((title) => film(title, 1979)));
  await insertLottery(open, into);
  const drawn = lotteryOf([STALKER, SOLARIS, BROTHER, HER], { clubId: open.clubId, name: "Пятница" });
  await insertLottery(drawn, into);
  await drawOnce({ lotteryId: drawn.id, word: "абракадабра" }, into);
  const again = {
    lotteryId: drawn.id,
    clubId: drawn.clubId,
    number: 2,
    reason: "Он опоздал",
    leaveOut: true,
  };
  await insertCommitment(again, into);
  await insertMovie(libraryMovie(SOLARIS, { clubId: open.clubId, note: "С Аней\nв пятницу" }), into);
}

async function anotherDatabase(options = {}): Promise<{ url: string; db: Knex }> {
  const name = `test_${randomUUID().slice(0, 8)}`;
  const made = await createDatabase({ adminUrl: inject("adminUrl"), template: inject("template"), name });
  const pool = openPool({ address: () => made, max: 10, statementMs: 10_000, ...options });
  onTestFinished(async () => {
    await pool.destroy();
    await dropDatabase({ adminUrl: inject("adminUrl"), name });
  });
  return { url: made, db: pool };
}

function restored(to: string, from = file, replace = false) {
  return restoreBackup({ address: () => to, path: from, migrations: bundledMigrations, replace });
}

/** Every row of every table, as text. */
async function contentsOf(of: Knex): Promise<Record<string, string[]>> {
  const contents = TABLES.map(async (table) => {
    const { rows } = await of.raw<{ rows: { row: string }[] }>(
      `select to_jsonb(${table})::text as row from ${table} order by 1`,
    );
    return [table, rows.map(({ row }) => row)] as const;
  });
  return Object.fromEntries(await Promise.all(contents));
}

test("the lists of tables are whole, and each comes after those it points to", async () => {
  const tables = await db("pg_tables").whereRaw("schemaname = current_schema()").pluck<string[]>("tablename");
  expect(tables.filter((name) => !name.startsWith("knex_")).sort()).toEqual([...TABLES, ...CACHES].sort());
  const { rows } = await db.raw<{ rows: { child: string; parent: string }[] }>(
    "select conrelid::regclass::text as child, confrelid::regclass::text as parent from pg_constraint where contype = 'f'",
  );
  const place = (name: string) => TABLES.findIndex((table) => table === name);
  expect(rows.filter(({ child, parent }) => place(parent) > place(child))).toEqual([]);
});

describe("what was backed up", () => {
  test("is the same in another database, and its draws can still be made and checked", async () => {
    const other = await anotherDatabase();
    expect(await restored(other.url)).toMatchObject({ kind: "restored", counts });
    expect(await contentsOf(other.db)).toEqual(saved);
    const [{ id } = { id: "" }] = await other
      .db("lotteries")
      .where({ name: "Пятница" })
      .select<{ id: string }[]>("id");
    expect(await proofOfDraw({ lotteryId: id, number: 1 }, other.db)).toMatchObject({ word: "абракадабра" });
    const theirs = await drawOnce({ lotteryId: id, word: "ещё раз" }, other.db);
    expect(theirs).toEqual(await drawOnce({ lotteryId: id, word: "ещё раз" }, db));
    expect((await lotteryById({ id }, other.db))?.draws).toHaveLength(2);
  });

  test("takes new rows, and refuses what the constraints forbid", async () => {
    const other = await anotherDatabase();
    await restored(other.url);
    await fill(other.db);
    const stray = { lottery_id: "2222222222", position: 1, title: "Her" };
    await expect(other.db("entries").insert(stray)).rejects.toMatchObject({ code: "23503" });
  });

  test("is the same in PostgreSQL of another version, and back again", async ({ skip }) => {
    const { rows } = await db.raw<{ rows: { major: string }[] }>(
      "select split_part(current_setting('server_version'), '.', 1) as major",
    );
    const other = await anotherVersion(rows[0]!.major);
    if (!other) return skip("No other PostgreSQL is here; npm run versions fetches some");
    const elsewhere = await startPostgres(other);
    onTestFinished(() => elsewhere.stop());
    const pool = openPool({ address: () => elsewhere.url, max: 4, statementMs: 10_000 });
    onTestFinished(() => pool.destroy());
    await pool.raw(
      "create table knex_migrations (id serial primary key, name text, batch integer, migration_time timestamptz)",
    );
    expect(await restored(elsewhere.url)).toMatchObject({ kind: "restored", counts });
    expect(await contentsOf(pool)).toEqual(saved);
    const back = path.join(folder, "back.backup.gz");
    await makeBackup({ address: elsewhere.url, path: back });
    const home = await anotherDatabase();
    await restored(home.url, back);
    expect(await contentsOf(home.db)).toEqual(saved);
  });

  test("is of one moment, whatever is saved meanwhile", async () => {
    const other = await anotherDatabase();
    await fill(other.db);
    const done = new AbortController();
    const writer = (async () => {
      while (!done.signal.aborted) await fill(other.db);
    })();
    const live = path.join(folder, "live.backup.gz");
    await makeBackup({ address: other.url, path: live });
    done.abort();
    await writer;
    const orphans: string[] = [];
    const clubs = new Set<unknown>();
    await readBackupFile(live, async ({ table, rows }) => {
      for (const row of rows.map((each) => JSON.parse(each) as Record<string, unknown>)) {
        if (table === "clubs") clubs.add(row.id);
        else if ("club_id" in row && !clubs.has(row.club_id)) orphans.push(table);
      }
    });
    expect(clubs.size).toBeGreaterThan(0);
    expect(orphans).toEqual([]);
  });

  test("by an older release is brought up to date with its rows in it", async () => {
    const club = randomUUID();
    const rows = {
      clubs: [{ id: club }],
      lotteries: [{ id: "2222222222", club_id: club, submit_key: randomUUID(), payload_hash: "" }],
      entries: [1, 2].map((position) => ({ lottery_id: "2222222222", position, title: `Ёлки ${position}!` })),
      draws: [],
      movies: [],
    };
    const older = path.join(folder, "older.backup.gz");
    await writeBackupFile(older, { ...HEAD, migrations: NAMES.slice(0, 6) }, tablesOf(rows));
    const other = await anotherDatabase();
    expect(await restored(other.url, older)).toMatchObject({ kind: "restored", counts: { entries: 2 } });
    expect(await other.db("entries").orderBy("position").pluck("title_key")).toEqual(["елки 1", "елки 2"]);
    expect(await drawOnce({ lotteryId: "2222222222" }, other.db), "with a secret of its own").toMatchObject({
      number: 1,
    });
    expect(await other.db("knex_migrations").orderBy("name").pluck("name")).toEqual(NAMES);
  });
});

describe("nothing is changed", () => {
  test("when something is saved already, unless it is to be replaced", async () => {
    const other = await anotherDatabase();
    await insertLottery(lotteryOf([STALKER, HER]), other.db);
    const before = await contentsOf(other.db);
    expect(await restored(other.url)).toMatchObject({
      kind: "occupied",
      counts: { lotteries: 1, movies: 0 },
    });
    expect(await contentsOf(other.db)).toEqual(before);
    expect(await restored(other.url, file, true)).toMatchObject({ kind: "restored" });
    expect(await contentsOf(other.db)).toEqual(saved);
  });

  test("by a backup of a newer release, or in a database of one", async () => {
    const newer = path.join(folder, "newer.backup.gz");
    const later = "29991231000000_later.ts";
    await writeBackupFile(newer, { ...HEAD, migrations: [...NAMES, later] }, tablesOf({ clubs: [] }));
    const other = await anotherDatabase();
    expect(await restored(other.url, newer)).toEqual({ kind: "newer", missing: [later] });
    await other.db("knex_migrations").insert({ name: later, batch: 9 });
    expect(await restored(other.url)).toEqual({ kind: "newer", missing: [later] });
  });

  test.each(Object.keys(DAMAGES))("by a file that is %s", async (damage) => {
    const whole = await readFile(file);
    const damaged = path.join(folder, "damaged.backup.gz");
    await writeFile(damaged, DAMAGES[damage]!(whole));
    const other = await anotherDatabase();
    const before = await contentsOf(other.db);
    await expect(restored(other.url, damaged)).rejects.toThrow(BackupDamaged);
    expect(await contentsOf(other.db)).toEqual(before);
  });

  test("by a file whose rows the tables refuse, though it is whole", async () => {
    const strange = path.join(folder, "strange.backup.gz");
    await writeBackupFile(strange, HEAD, tablesOf({ clubs: [{ id: "no uuid" }] }));
    const other = await anotherDatabase();
    await insertLottery(lotteryOf([STALKER, HER]), other.db);
    const before = await contentsOf(other.db);
    await expect(restored(other.url, strange, true)).rejects.toMatchObject({ code: "22P02" });
    const foreign = path.join(folder, "foreign.backup.gz");
    await writeBackupFile(foreign, HEAD, tablesOf({ pg_authid: [{ rolname: "mallory" }] }));
    await expect(restored(other.url, foreign, true)).rejects.toThrow("that no release made");
    expect(await contentsOf(other.db)).toEqual(before);
  });
});

test("a backup is for its owner's eyes, and one that fails leaves no file", async () => {
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const other = await anotherDatabase();
  await other.db.raw("drop table movies");
  const failed = path.join(folder, "failed.backup.gz");
  await expect(makeBackup({ address: other.url, path: failed })).rejects.toMatchObject({ code: "42P01" });
  expect((await readdir(folder)).filter((name) => name.startsWith("failed"))).toEqual([]);
});

test("no backup takes the place of a file", async () => {
  const precious = path.join(folder, "precious.backup.gz");
  await writeFile(precious, "the only copy");
  await expect(makeBackup({ address: url, path: precious })).rejects.toThrow("is there already");
  expect(await readFile(precious, "utf8")).toBe("the only copy");
});

test("one a day is kept, for seven days", async () => {
  const daily = path.join(folder, "backups");
  const made: boolean[] = [];
  for (let day = 1; day <= 9; day++) {
    const today = new Date(`2026-12-0${day}T20:00:00Z`);
    made.push(await backUpToday({ folder: daily, address: url, today }));
    made.push(await backUpToday({ folder: daily, address: url, today }));
    await writeFile(path.join(daily, "cut-off.part"), "");
  }
  expect(made).toEqual(Array.from({ length: 9 }, () => [true, false]).flat());
  expect((await readdir(daily)).filter((name) => !name.endsWith(".part")).sort()).toEqual(
    Array.from({ length: 7 }, (_, index) => `movie-lottery-2026-12-0${index + 3}.backup.gz`),
  );
});

async function* tablesOf(rows: Record<string, object[]>): AsyncGenerator<TableRows> {
  for (const [table, all] of Object.entries(rows)) {
    const columns = Object.keys(all[0] ?? { id: "" });
    yield {
      table,
      columns,
      rows: Readable.from(all.length > 0 ? [all.map((row) => JSON.stringify(row))] : []),
    };
  }
}
