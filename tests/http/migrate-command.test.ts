import { execFile } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { testDatabase } from "#tests/support/database.ts";
import { removeFolder } from "#tests/support/folder.ts";
import { closedPort, databaseReady, SESSION_SECRET, startServer } from "#tests/support/server.ts";

const ROOT = path.join(import.meta.dirname, "../..");
const { url, db } = await testDatabase({ empty: true });
const NOTHING_TO_DO = "Nothing to do: every migration has been applied, and nothing is missing.\n";

/** `npm run migrate` without npm's own lines. */
function migrate(env: Record<string, string> = {}): Promise<{ code: number; said: string }> {
  const { PATH, HOME } = process.env;
  const here = { NODE_ENV: "production" as const, PATH, HOME, SESSION_SECRET, DATABASE_URL: url, ...env };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--import", "tsx", "scripts/migrate.ts"],
      { cwd: ROOT, env: here },
      (error, stdout, stderr) => {
        const code = error ? ((error as { code?: number }).code ?? 1) : 0;
        resolve({ code, said: stdout + stderr });
      },
    );
  });
}

test("makes the tables, makes lost ones again, and tells what it did", async () => {
  const first = await migrate();
  expect(first).toMatchObject({ code: 0, said: expect.stringMatching(/^(?:Applied: \d{14}_\w+\.ts\.\n)+$/) });
  expect(await migrate()).toEqual({ code: 0, said: NOTHING_TO_DO });
  await db.raw("drop table draws; drop table knex_migrations");
  expect(await migrate()).toEqual({
    code: 0,
    said: "Made again: table draws.\nMade again: table knex_migrations.\n",
  });
  expect(await db("draws")).toEqual([]);
});

test("does not end well when something is missing that it may not make again", async () => {
  await migrate();
  await db.raw("alter table movies rename column note to remark");
  onTestFinished(() => db.raw("alter table movies rename column remark to note").then(() => {}));
  const { code, said } = await migrate();
  expect(code).toBe(1);
  expect(said).toBe(
    "Missing: column note of movies.\n" +
      "This cannot be made again without its data. Restore a backup, or undo the change.\n",
  );
});

test("ends well where a newer release took something away, as when this one is deployed again", async () => {
  await migrate();
  await db("knex_migrations").insert({ name: "29991231000000_later.ts", batch: 9 });
  await db.raw("alter table movies rename column note to remark");
  onTestFinished(async () => {
    await db.raw("alter table movies rename column remark to note");
    await db("knex_migrations").where({ name: "29991231000000_later.ts" }).delete();
  });
  const { code, said } = await migrate();
  expect(code).toBe(0);
  expect(said).toMatch(/^Missing: column note of movies\.\nA newer release has changed the tables/);
});

test("when it cannot, says why in one sentence, and nothing else", async () => {
  const port = await closedPort();
  expect(await migrate({ DATABASE_URL: `postgres://nobody@127.0.0.1:${port}/nowhere` })).toEqual({
    code: 1,
    said: `Nothing was changed: connect ECONNREFUSED 127.0.0.1:${port}\n`,
  });
  const empty = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-nothing-"));
  onTestFinished(() => removeFolder(empty));
  expect(await migrate({ DATABASE_URL: "", DATA_DIR: empty })).toEqual({
    code: 1,
    said: "Nothing was changed: Set DATABASE_URL, or start the app to use its embedded database.\n",
  });
  expect(await migrate({ RESTORE_TABLES: "maybe" })).toMatchObject({
    code: 1,
    said: expect.stringContaining("RESTORE_TABLES: must be on or off"),
  });
});

test("works on the embedded database of an app that is running", async () => {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-migrate-"));
  const app = await startServer({ DATA_DIR: dataDir });
  onTestFinished(async () => {
    await app.stop();
    await removeFolder(dataDir);
  });
  await databaseReady(app);
  expect(await migrate({ DATABASE_URL: "", DATA_DIR: dataDir })).toEqual({ code: 0, said: NOTHING_TO_DO });
});
