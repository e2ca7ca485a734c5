import { randomBytes } from "node:crypto";
import type { Knex } from "knex";
import { afterAll, inject } from "vitest";
import { openPool } from "#app/data/reliability/pool.server.ts";
import { createDatabase, databaseUrl, dropDatabase } from "./cluster.ts";

export type TestDatabase = { url: string; db: Knex };

type Wish = { empty?: boolean; poolMax?: number };

/**
 * A database of this test file alone, dropped after its last test: `const { db } = await testDatabase()` at the top of
 * the file. Migrated, unless the file asks for an `empty` one. `db` is a pool as the app opens it.
 */
export async function testDatabase(wish: Wish = {}): Promise<TestDatabase> {
  const database = await runDatabase(wish);
  afterAll(async () => {
    await database.db.destroy();
    await dropDatabase({ adminUrl: inject("adminUrl"), name: new URL(database.url).pathname.slice(1) });
  });
  return database;
}

/** The same, dropped at the end of the whole run. */
export async function runDatabase({ empty = false, poolMax = 10 }: Wish = {}): Promise<TestDatabase> {
  const adminUrl = inject("adminUrl");
  // By this name the end of the run knows what is left.
  const name = `${inject("template")}_${randomBytes(6).toString("hex")}`;
  const template = empty ? "template1" : inject("template");
  const url = await createDatabase({ adminUrl, template, name });
  return { url, db: openPool({ address: () => url, max: poolMax, statementMs: 10_000 }) };
}

/** The address of a database that does not exist. */
export function missingDatabaseUrl(): string {
  return databaseUrl({ adminUrl: inject("adminUrl"), name: "nobody_made_this" });
}
