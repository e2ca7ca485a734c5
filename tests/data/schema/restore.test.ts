import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { bundledMigrations } from "#app/data/schema/bundled-migrations.server.ts";
import { drawOnce } from "#app/data/lotteries/draws.server.ts";
import { insertLottery, lotteryById } from "#app/data/lotteries/lotteries.server.ts";
import { insertMovie } from "#app/data/library/movies.server.ts";
import { newId } from "#app/data/identity.server.ts";
import { bringUpToDate } from "#app/data/schema/up-to-date.server.ts";
import { RELATED } from "#tests/support/related-tables.ts";
import { BROTHER, STALKER, libraryMovie, lotteryOf } from "../fixtures.ts";
import { ALL_WELL, NAMES, TABLES, tablesScene } from "./tables-scene.ts";

const { db, url, upToDate, startOver, tables, definitions } = await tablesScene();

await upToDate();
const made = await definitions();
/** Tables of which one points to the other; the rest have nothing to do with each other. */
const { rows: PAIRS } = await db.raw<{ rows: { pair: string[] }[] }>(
  `select distinct array[confrelid::regclass::text, conrelid::regclass::text] as pair from pg_constraint
   where contype = 'f' and confrelid <> conrelid and connamespace = 'public'::regnamespace order by 1`,
);
/** As they are told. */
const inOrder = (pair: readonly string[]) => TABLES.filter((table) => pair.includes(table));
const tablesIn = (words: readonly string[]) => words.map((word) => `table ${word}`);

/** Whole and without rows again, whatever the test before has done. */
async function anew(): Promise<void> {
  await startOver();
  expect(await upToDate()).toEqual({ ...ALL_WELL, applied: NAMES });
}

/** Another session, as people and their programs hold them. */
async function session(options: { name?: string; address?: string } = {}): Promise<Client> {
  const client = new Client({
    connectionString: options.address ?? url,
    application_name: options.name ?? "somebody",
  });
  client.on("error", () => undefined);
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

async function expectNothingLeft(): Promise<void> {
  expect(await db("pg_namespace").whereLike("nspname", "movie_lottery%")).toEqual([]);
}

test("the harness of faults knows which tables point to which", () => {
  expect(new Set(RELATED.map(String))).toEqual(new Set(PAIRS.map(({ pair }) => String(pair))));
});

describe("tables that are missing are made again, empty and as they were", () => {
  test.each(
    [...TABLES.map((table) => [table]), ...PAIRS.map(({ pair }) => inOrder(pair)), TABLES].map((tables) => ({
      tables,
    })),
  )("$tables", async ({ tables: gone }) => {
    await db.raw(`drop table ${gone.join(", ")} cascade`);
    expect(await upToDate()).toEqual({ ...ALL_WELL, restored: tablesIn(gone) });
    expect(await definitions()).toEqual(made);
    expect(await upToDate()).toEqual(ALL_WELL);
  });

  test("with what others hold in them: rows that lost what they point to are kept, new ones are checked", async () => {
    await anew();
    await insertLottery(lotteryOf([STALKER, BROTHER]), db);
    await db.raw("drop table lotteries, clubs cascade");
    expect(await upToDate()).toMatchObject({ restored: ["table clubs", "table lotteries"], missing: [] });
    expect(await db("entries").orderBy("position").pluck("title")).toEqual(["Сталкер", "Брат"]);
    const stray = { lottery_id: "2222222222", position: 1, title: "Her" };
    await expect(db("entries").insert(stray)).rejects.toMatchObject({ code: "23503" });
    expect(await definitions()).toEqual(made);
  });

  test("by one of three that try at the same moment", async () => {
    await anew();
    await db.raw("drop table entries, movies cascade");
    const tidings = await Promise.all([upToDate(), upToDate(), upToDate()]);
    expect(tidings.flatMap(({ restored }) => restored)).toEqual(["table entries", "table movies"]);
    expect(await definitions()).toEqual(made);
    await expectNothingLeft();
  });

  test("and lotteries that wait for their draw get new secrets", async () => {
    await anew();
    const waiting = lotteryOf([STALKER, BROTHER]);
    const drawn = lotteryOf([STALKER, BROTHER]);
    for (const lottery of [waiting, drawn]) await insertLottery(lottery, db);
    await drawOnce({ lotteryId: drawn.id }, db);
    const before = await lotteryById(waiting, db);
    await db.raw("drop table commitments");
    expect(await upToDate()).toMatchObject({ restored: ["table commitments"], renewed: 1 });
    const after = await lotteryById(waiting, db);
    expect(after!.open!.seedHash).not.toBe(before!.open!.seedHash);
    expect(await db("commitments").select("lottery_id", "renewed")).toEqual([
      { lottery_id: waiting.id, renewed: true },
    ]);
    expect(await drawOnce({ lotteryId: waiting.id }, db)).toMatchObject({ first: true });
  });

  test("and nothing is drawn with a seed that everyone has seen", async () => {
    await anew();
    const [drawn, waiting] = [lotteryOf([STALKER, BROTHER]), lotteryOf([STALKER, BROTHER])];
    for (const lottery of [drawn, waiting]) await insertLottery(lottery, db);
    await drawOnce({ lotteryId: drawn.id, number: 1 }, db);
    await db.raw("drop table draws");
    expect(await upToDate()).toMatchObject({ restored: ["table draws"] });
    for (const lottery of [drawn, waiting]) {
      expect((await lotteryById(lottery, db))!.open).toMatchObject({
        number: 2,
        renewedAt: expect.any(Number) as number,
      });
      expect(await drawOnce({ lotteryId: lottery.id, number: 1 }, db), "from an older page").toEqual({
        kind: "renewed",
      });
      expect(await drawOnce({ lotteryId: lottery.id, number: 2 }, db)).toMatchObject({ first: true });
    }
  });

  test.each(["lotteries", "entries", "commitments"])(
    "draws together with %s, although what is left of lotteries can't be drawn",
    async (other) => {
      await anew();
      const lottery = lotteryOf([STALKER, BROTHER]);
      await insertLottery(lottery, db);
      await drawOnce({ lotteryId: lottery.id, number: 1 }, db);
      await db.raw(`drop table draws, ${other} cascade`);
      expect((await upToDate()).restored.toSorted()).toEqual(["table draws", `table ${other}`].toSorted());
      expect(await definitions()).toEqual(made);
    },
  );

  test("and people can go on reading while that happens", async () => {
    await anew();
    await db.raw("drop table entries cascade");
    const reader = await session();
    await reader.query("begin; select from lotteries; select from draws");
    expect(await upToDate()).toMatchObject({ restored: ["table entries"], reason: null });
    await reader.query("rollback");
  });

  test("but nobody's writing is waited for long, and nothing is done by half", async () => {
    await anew();
    await db.raw("drop table entries cascade");
    const writer = await session();
    const { id, clubId, submitKey } = lotteryOf([STALKER]);
    await writer.query("begin");
    await db("clubs").insert({ id: clubId });
    await writer.query(
      "insert into lotteries (id, club_id, submit_key, payload_hash) values ($1, $2, $3, '')",
      [id, clubId, submitKey],
    );
    await expect(upToDate()).rejects.toMatchObject({ code: "55P03" });
    expect(await tables()).not.toContain("entries");
    await expectNothingLeft();
    await writer.query("commit");
    expect(await upToDate()).toMatchObject({ restored: ["table entries"], reason: null });
  });

  test("or not at all, when a name that they need is taken", async () => {
    await anew();
    await db.raw(
      "drop table draws; create table notes (draws_winner int); create index draws_winner on notes (draws_winner)",
    );
    expect(await upToDate()).toEqual({ ...ALL_WELL, missing: ["table draws"], reason: "name-taken" });
    expect(await tables()).not.toContain("draws");
    await expectNothingLeft();
  });
});

describe("parts of tables that exist are made again", () => {
  test.each([
    ["drop index movies_once", "index movies_once of movies"],
    ["drop index lotteries_of_club", "index lotteries_of_club of lotteries"],
    ["alter table draws drop constraint draws_pkey", "constraint draws_pkey of draws"],
    [
      "alter table lotteries drop constraint lotteries_submit_key_key",
      "constraint lotteries_submit_key_key of lotteries",
    ],
    ["alter table movies drop constraint movies_club_id_fkey", "constraint movies_club_id_fkey of movies"],
    ["alter table entries drop constraint entries_title_check", "constraint entries_title_check of entries"],
  ])("%s", async (loss, words) => {
    await anew();
    await db.raw(loss);
    expect(await upToDate({ restoring: false })).toEqual({
      ...ALL_WELL,
      missing: [words],
      reason: "turned-off",
    });
    expect(await upToDate()).toEqual({ ...ALL_WELL, restored: [words] });
    expect(await definitions()).toEqual(made);
  });

  test("unless rows contradict them, which are kept; the rest is made", async () => {
    await anew();
    const movie = libraryMovie(STALKER);
    await insertMovie(movie, db);
    await db.raw("drop index movies_once, movies_newest");
    const twin = { ...(await db("movies").first<object>("*")), id: newId(), submit_key: randomUUID() };
    await db("movies").insert(twin);
    const left = { missing: ["index movies_once of movies"], reason: "contradicted" };
    expect(await upToDate()).toEqual({ ...ALL_WELL, restored: ["index movies_newest of movies"], ...left });
    expect(await upToDate()).toEqual({ ...ALL_WELL, ...left });
    await db("movies").where({ id: twin.id }).delete();
    expect(await upToDate()).toEqual({ ...ALL_WELL, restored: left.missing });
    expect(await definitions()).toEqual(made);
  });
});

describe("the history of migrations", () => {
  test.each([
    "drop table knex_migrations",
    "drop table knex_migrations, knex_migrations_lock",
    "truncate knex_migrations",
  ])("%s: it is told from the tables", async (loss) => {
    await anew();
    await insertLottery(lotteryOf([STALKER, BROTHER]), db);
    await db.raw(loss);
    expect(await upToDate()).toEqual({ ...ALL_WELL, restored: ["table knex_migrations"] });
    expect(await db("knex_migrations").orderBy("id").pluck("name")).toEqual(NAMES);
    expect(await db("entries")).toHaveLength(2);
    expect(await upToDate()).toEqual(ALL_WELL);
  });

  test("is gone together with tables", async () => {
    await anew();
    await db.raw("drop table knex_migrations, draws, entries, commitments");
    expect(await upToDate()).toMatchObject({
      restored: ["table commitments", "table draws", "table entries", "table knex_migrations"],
      missing: [],
    });
    expect(await definitions()).toEqual(made);
  });

  test("is gone, and an earlier release made the tables: the rest is applied", async () => {
    await startOver();
    const earlier = bundledMigrations.slice(0, 6);
    await bringUpToDate({ address: () => url, migrations: earlier, restoring: true });
    await db.raw("drop table knex_migrations");
    expect(await upToDate()).toMatchObject({
      restored: ["table knex_migrations"],
      applied: NAMES.slice(6),
      missing: [],
    });
    expect(await definitions()).toEqual(made);
  });

  test("lacks what is new, and a table is gone that the new one changes: first the table, then the change", async () => {
    await startOver();
    const earlier = bundledMigrations.slice(0, 6);
    await bringUpToDate({ address: () => url, migrations: earlier, restoring: true });
    await db.raw("drop table entries cascade");
    expect(await upToDate()).toMatchObject({ restored: ["table entries"], applied: NAMES.slice(6) });
    expect(await definitions()).toEqual(made);
  });

  test("is gone, and no release known here made the tables: nothing is touched", async () => {
    await anew();
    await db.raw("drop table knex_migrations, draws; alter table movies add column stars int");
    const before = await definitions();
    expect(await upToDate()).toEqual({
      ...ALL_WELL,
      missing: ["table knex_migrations"],
      reason: "history-lost",
    });
    expect(await definitions()).toEqual(before);
    expect(await db("pg_tables").where({ tablename: "knex_migrations" })).toEqual([]);
  });

  test("names a migration that this release does not know: nothing is made again", async () => {
    await anew();
    await db("knex_migrations").insert({ name: "29991231000000_later.ts", batch: 9 });
    await db.raw("drop table draws; drop index movies_newest; alter table movies drop column note");
    const before = await definitions();
    expect(await upToDate()).toEqual({
      ...ALL_WELL,
      missing: ["table draws", "column note of movies"],
      reason: "newer-release",
    });
    expect(await definitions()).toEqual(before);
  });

  test("lies in another schema than the one that the search path begins with now", async () => {
    await anew();
    await db.raw("create schema upstairs");
    onTestFinished(() => db.raw("drop schema upstairs cascade").then(() => {}));
    const address = () => `${url}?options=-csearch_path%3Dupstairs,public`;
    expect(await upToDate({ address })).toEqual({ ...ALL_WELL, reason: "another-schema" });
    expect(await db("pg_tables").where({ schemaname: "upstairs" })).toEqual([]);
  });
});

describe("never", () => {
  test("when it is turned off", async () => {
    await anew();
    await db.raw("drop table draws");
    expect(await upToDate({ restoring: false })).toEqual({
      ...ALL_WELL,
      missing: ["table draws"],
      reason: "turned-off",
    });
    await db.raw("drop table knex_migrations");
    expect(await upToDate({ restoring: false })).toMatchObject({
      missing: ["table knex_migrations", "table draws"],
      reason: "turned-off",
    });
    expect(await tables()).not.toContain("draws");
  });

  test.each([
    [
      "dropped",
      "alter table movies drop column note",
      { missing: ["column note of movies"], reason: "by-hand" },
    ],
    [
      "renamed",
      "alter table entries rename column title to name",
      { missing: ["column title of entries"], reason: "by-hand" },
    ],
    [
      "of another type",
      "alter table entries alter column year type text",
      { changed: ["column year of entries: text, not integer"] },
    ],
  ])("for a column that was %s; which one is said", async (_, change, tidings) => {
    await anew();
    await db.raw(change);
    const before = await definitions();
    expect(await upToDate()).toMatchObject({ ...ALL_WELL, ...tidings });
    expect(await definitions()).toEqual(before);
  });

  test("when a view has the name of a table", async () => {
    await anew();
    await db.raw(
      "drop table draws; alter table movies rename to films; create view movies as select * from films",
    );
    expect(await upToDate()).toEqual({
      ...ALL_WELL,
      missing: ["table draws", "table movies (something else has its name)"],
      reason: "name-taken",
    });
    const left = TABLES.filter((table) => table !== "draws" && table !== "movies");
    expect(await tables()).toEqual([...left, "films"].sort());
  });

  test("with any lock, when nothing is missing", async () => {
    await anew();
    const other = await session();
    await other.query(`begin; lock table ${TABLES.join(", ")} in access exclusive mode`);
    expect(await upToDate()).toEqual(ALL_WELL);
    await other.query("rollback");
  });

  test("when the role may not make schemas; what to do is said", async () => {
    await startOver();
    const { name, address } = await humbleRole();
    await db.raw("grant create, usage on schema public to ??", [name]);
    expect(await upToDate({ address })).toMatchObject({ applied: NAMES, reason: null });
    expect(await upToDate({ address })).toEqual(ALL_WELL);
    await db.raw("drop table movies");
    const denied = { ...ALL_WELL, missing: ["table movies"], reason: "not-allowed" };
    expect(await upToDate({ address })).toEqual(denied);
    await db.raw("grant create on database ?? to ??", [new URL(url).pathname.slice(1), name]);
    expect(await upToDate({ address })).toMatchObject({ restored: ["table movies"], reason: null });
    expect(await definitions()).toEqual(made);

    await db.raw("drop table draws; alter table lotteries owner to current_user");
    expect(await upToDate({ address })).toEqual({ ...denied, missing: ["table draws"] });
    await expectNothingLeft();
  });

  test("when the role may not even make temporary tables: migrations go on, and nobody compares", async () => {
    await startOver();
    const { name, address } = await humbleRole();
    await db.raw("grant create, usage on schema public to ??", [name]);
    await db.raw("revoke temporary on database ?? from public", [new URL(url).pathname.slice(1)]);
    onTestFinished(() =>
      db.raw("grant temporary on database ?? to public", [new URL(url).pathname.slice(1)]).then(() => {}),
    );
    const nothing = () => Promise.resolve();
    // Of these nobody has drawn a blueprint yet.
    const migrations = [
      ...bundledMigrations,
      { name: "29991231000000_later.ts", up: nothing, down: nothing },
    ];
    const tidings = await bringUpToDate({ address, migrations, restoring: true });
    expect(tidings).toMatchObject({ missing: [], reason: "not-compared" });
    expect(tidings.applied).toHaveLength(migrations.length);
  });
});

/** A role that owns nothing, gone after the test with what it has made. */
async function humbleRole(): Promise<{ name: string; address: () => string }> {
  const name = `humble_${Math.random().toString(36).slice(2, 10)}`;
  await db.raw("create role ?? login password 'humble'", [name]);
  onTestFinished(() => db.raw("drop owned by ?? cascade; drop role ??", [name, name]).then(() => {}));
  const address = new URL(url);
  Object.assign(address, { username: name, password: "humble" });
  return { name, address: () => address.href };
}

describe("while somebody else is at work on the tables, it waits", () => {
  const waiting = { ...ALL_WELL, missing: ["table draws"], reason: "others-at-work" };

  test.each([
    ["somebody", "begin; lock table movies in share row exclusive mode", "rollback"],
    ["somebody", "begin; create table draws (not_yet int)", "rollback"],
    ["psql", "select", null],
    ["pg_restore", "select", null],
  ])("%s: %s", async (name, begin, end) => {
    await anew();
    await db.raw("drop table draws");
    const other = await session({ name });
    await other.query(begin);
    expect(await upToDate()).toEqual(waiting);
    if (end) await other.query(end);
    else await other.end();
    await vi.waitFor(
      async () => expect(await upToDate()).toMatchObject({ restored: ["table draws"] }),
      5_000,
    );
  });

  test("a terminal that somebody left open is not waited for", async () => {
    await anew();
    await db.raw("drop table draws");
    const terminal = await session({ name: "psql" });
    await terminal.query("select");
    await vi.waitFor(
      async () => expect(await upToDate()).toMatchObject({ restored: ["table draws"] }),
      5_000,
    );
  });

  test("a restore into a database that is still empty", async () => {
    await startOver();
    const other = await session();
    await other.query("begin; create table clubs (not_yet int)");
    expect(await upToDate()).toEqual({ ...ALL_WELL, reason: "others-at-work" });
    await other.query("rollback");
    expect(await upToDate()).toMatchObject({ applied: NAMES });
  });

  test("a load that comes row by row", async () => {
    await anew();
    await db.raw("drop table draws");
    const loader = await session();
    const loaded = loader.query("copy clubs from program 'sleep 2'");
    await vi.waitFor(async () => expect(await db("pg_stat_progress_copy")).toHaveLength(1));
    expect(await upToDate()).toEqual(waiting);
    await loaded;
    expect(await upToDate()).toMatchObject({ restored: ["table draws"] });
  });
});

test("tables of the same names elsewhere, and other people's here, are left alone", async () => {
  await startOver();
  await db.raw("drop schema if exists upstairs cascade; create schema upstairs");
  onTestFinished(() => db.raw("drop schema upstairs cascade").then(() => {}));
  await db.raw(
    "create table public.entries (theirs text); create table upstairs.lottery (id varchar(6) primary key)",
  );
  await db.raw(
    "create table upstairs.alembic_version (version_num text); insert into upstairs.alembic_version values ('x')",
  );
  const address = () => `${url}?options=-csearch_path%3Dupstairs,public`;
  expect(await upToDate({ address })).toMatchObject({ applied: NAMES, reason: null });
  await db.raw("drop table upstairs.entries cascade");
  expect(await upToDate({ address })).toMatchObject({ restored: ["table entries"], reason: null });
  const plain = (lines: string[]) =>
    lines.map((line) => line.replaceAll(/(?:upstairs|public)\./g, "")).toSorted();
  expect(plain(await definitions("upstairs"))).toEqual(plain(made));
  expect(await db("pg_tables").where({ schemaname: "public" }).pluck("tablename")).toEqual(["entries"]);
  expect(await db.select("version_num").from("upstairs.alembic_version")).toHaveLength(1);
});
