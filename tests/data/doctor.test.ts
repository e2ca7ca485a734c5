import { mkdtemp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { testDatabase } from "#tests/support/database.ts";
import { removeFolder } from "#tests/support/folder.ts";
import { startProvider, wrong } from "#tests/support/providers.ts";
import { runScript } from "#tests/support/scripts.ts";
import { closedPort } from "#tests/support/server.ts";

const folder = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-doctor-"));
afterAll(() => removeFolder(folder));
const [whole, empty] = [await testDatabase(), await testDatabase({ empty: true })];

/** What the doctor says, line by line, and how it ends. */
async function doctor(settings: Record<string, string>, args: string[] = []) {
  const { code, said, complained } = await runScript("doctor", args, { url: "", folder, settings });
  expect(complained).toBe("");
  return { code, lines: said.trim().split("\n") };
}

test("all is well: the three questions are answered, and nothing secret is said", async () => {
  const { code, lines } = await doctor({ DATABASE_URL: whole.url, TMDB_TOKEN: "a secret token" });
  expect(lines).toEqual([
    "✓ Every setting can be used.",
    "✓ DATABASE_URL is set.",
    expect.stringMatching(/^✓ The database answers \(PostgreSQL \d+\.\d+.*\)\.$/),
    "✓ Its tables are there.",
    expect.stringMatching(/^· DATA_DIR \(.*\/data\) is not there yet; the first start makes it\.$/),
    "✓ SESSION_SECRET is set.",
    "· kinopoisk: Off: KINOPOISK_TOKEN is not set.",
    "· tmdb: has a token. npm run doctor -- --ask tries it.",
    "· omdb: Off: OMDB_TOKEN is not set.",
    "",
    "All is well.",
  ]);
  expect(code).toBe(0);
});

test("the database answers, and its tables are not there", async () => {
  const { code, lines } = await doctor({ DATABASE_URL: empty.url });
  expect(lines).toContain(
    "✗ Its tables are not there: none was made yet. The app applies them when it starts; npm run migrate does so now.",
  );
  expect(lines.at(-1)).toBe("What is wrong: 1 of the above, marked ✗.");
  expect(code).toBe(1);
  expect(await empty.db("pg_tables").where({ schemaname: "public" }), "nothing is made").toEqual([]);
});

test("nothing listens where DATABASE_URL says", async () => {
  const port = await closedPort();
  const { code, lines } = await doctor({ DATABASE_URL: `postgresql://app:hunter2@127.0.0.1:${port}/x` });
  expect(lines).toContainEqual(expect.stringMatching(/^✗ The database does not answer\. Nothing listens/));
  expect(lines.join()).not.toContain("hunter2");
  expect(code).toBe(1);
});

test("a table was lost, and a migration is still to come", async () => {
  await whole.db.raw("alter table draws rename to draws_away");
  onTestFinished(() => whole.db.raw("alter table draws_away rename to draws").then(() => {}));
  const { rows } = await whole.db.raw<{ rows: { name: string }[] }>(
    "delete from knex_migrations where name = (select max(name) from knex_migrations) returning name",
  );
  onTestFinished(() =>
    whole
      .db("knex_migrations")
      .insert({ name: rows[0]!.name, batch: 1 })
      .then(() => {}),
  );
  const { code, lines } = await doctor({ DATABASE_URL: whole.url });
  expect(lines).toContain("✗ Missing: table draws.");
  expect(lines).toContainEqual(
    expect.stringMatching(/^✗ 1 of the migrations .* npm run migrate does so now\.$/),
  );
  expect(code).toBe(1);
});

test("without DATABASE_URL and before the first start: what will be made", async () => {
  const { code, lines } = await doctor({ SESSION_SECRET: "" });
  expect(lines.slice(1, 5)).toEqual([
    "· DATABASE_URL is not set: the app starts a PostgreSQL of its own in DATA_DIR.",
    "· The app is not running here, so its database was not asked. Start it, and ask again.",
    expect.stringContaining("is not there yet; the first start makes it."),
    "· SESSION_SECRET is not set; the first start makes one and keeps it in DATA_DIR.",
  ]);
  expect(code).toBe(0);
});

test("a folder that cannot be one", async () => {
  const { code, lines } = await doctor({ SESSION_SECRET: "", DATA_DIR: "/dev/null/data" });
  expect(lines).toContainEqual(expect.stringMatching(/^✗ DATA_DIR/));
  expect(code).toBe(1);
});

test("a setting that cannot be used is all there is to say", async () => {
  const { code, lines } = await doctor({ DATABASE_URL: whole.url, POOL_MAX: "three" });
  expect(lines[0]).toBe("✗ These settings cannot be used:");
  expect(lines[1]).toContain("POOL_MAX: must be a whole number from 7 to 50");
  expect(code).toBe(1);
});

test("asked to, it puts a question to each provider", async () => {
  const [tmdb, omdb] = [await startProvider({ "/search/movie": { results: [] } }), await startProvider({})];
  omdb.always(wrong.status(401));
  const settings = {
    DATABASE_URL: whole.url,
    TMDB_TOKEN: "a secret token",
    TMDB_URL: tmdb.base,
    OMDB_TOKEN: "another secret",
    OMDB_URL: omdb.base,
  };
  const { code, lines } = await doctor(settings, ["--ask"]);
  expect(lines).toContain("✓ tmdb: Answers.");
  expect(lines).toContain("✗ omdb: It does not accept the token.");
  expect(lines.join()).not.toContain("secret");
  expect(code).toBe(1);
});
