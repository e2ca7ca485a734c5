import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterAll, describe, expect, inject, onTestFinished, test, vi } from "vitest";
import { makeBackup } from "#app/data/backup/make-backup.server.ts";
import { restoreBackup } from "#app/data/backup/restore-backup.server.ts";
import { bundledMigrations } from "#app/data/schema/bundled-migrations.server.ts";
import { migrate } from "#app/data/schema/migration-history.server.ts";
import { openPool } from "#app/data/reliability/pool.server.ts";
import { databaseUrl, dropDatabase } from "#tests/support/cluster.ts";
import { testDatabase } from "#tests/support/database.ts";
import { valueOf } from "#tests/support/forms.ts";
import { textOf } from "#tests/support/html.ts";
import { logLines } from "#tests/support/log-lines.ts";
import { EVENING, formWith } from "#tests/support/lotteries.ts";
import { startServer } from "#tests/support/server.ts";

const adminUrl = inject("adminUrl");
const whole = await testDatabase();

async function databaseIn(encoding: string): Promise<string> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(
    `create database ${name} template template0 encoding '${encoding}' locale_provider libc locale 'C'`,
  );
  await client.end();
  afterAll(() => dropDatabase({ adminUrl, name }));
  return databaseUrl({ adminUrl, name });
}

type Report = { ready: boolean; tables: { reason: string | null; advice: string } };

async function appOn(url: string) {
  const app = await startServer({ DATABASE_URL: url });
  onTestFinished(app.stop);
  const report = async () => (await (await fetch(`${app.url}/readyz`)).json()) as Report;
  await vi.waitFor(async () => expect((await report()).tables.reason).toBe("encoding"), 10_000);
  return { app, report };
}

describe.each(["LATIN1", "SQL_ASCII"])("a database in %s", (encoding) => {
  test("is left empty, and people, /readyz and the log hear why", async () => {
    const url = await databaseIn(encoding);
    const { app, report } = await appOn(url);
    expect(await report()).toMatchObject({
      ready: false,
      tables: { advice: expect.stringContaining("encoding 'UTF8'") },
    });
    const told = logLines(app.output()).filter(({ event }) => event === "tables");
    expect(told).toMatchObject([{ reason: "encoding", advice: expect.stringContaining("UTF8") }]);
    const visitor = app.visitor();
    expect((await visitor.get("/")).status).toBe(200);
    const page = await visitor.post("/?index", formWith(EVENING, { name: "Пятница" }));
    expect([page.status, valueOf(page.document, "name")]).toEqual([503, "Пятница"]);
    expect(textOf(page.document, ".alert")).toMatch(/^This was not saved: the database is up/);
  });
});

test("a database in LATIN1 that was used until today goes on with what it can hold, and says what it cannot", async () => {
  const url = await databaseIn("LATIN1");
  const db = openPool({ address: () => url, max: 1, statementMs: 10_000 });
  await migrate(db, bundledMigrations);
  await db.destroy();
  const { app, report } = await appOn(url);
  const visitor = app.visitor();
  await visitor.get("/");
  const add = (title: string) =>
    visitor.post("/library", { form: "add", submitKey: randomUUID(), title, year: "1972" });
  expect((await add("Amélie")).status).toBe(303);
  expect((await visitor.get("/library")).html).toContain("Amélie");
  const refused = await add("Солярис");
  expect([refused.status, valueOf(refused.document, "title")]).toEqual([503, "Солярис"]);
  expect(textOf(refused.document, ".alert")).toMatch(/^This was not saved: the database is up/);
  expect(await report()).toMatchObject({ ready: false, refusals: [{ name: "add-movie", code: "22P05" }] });

  const file = path.join(await mkdtemp(path.join(os.tmpdir(), "movie-lottery-encoding-")), "copy.backup.gz");
  onTestFinished(() => rm(path.dirname(file), { recursive: true }));
  await makeBackup({ address: url, path: file });
  const restored = { address: () => whole.url, path: file, migrations: bundledMigrations, replace: false };
  expect(await restoreBackup(restored)).toMatchObject({ kind: "restored" });
  expect(await whole.db("movies").pluck("title")).toEqual(["Amélie"]);
});
