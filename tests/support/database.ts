import { randomBytes } from "node:crypto";
import type { Knex } from "knex";
import { afterAll, inject } from "vitest";
import { openPool } from "#app/data/reliability/pool.server.ts";
import { createDatabase, databaseUrl, dropDatabase } from "./cluster.ts";

export type TestDatabase = { url: string; db: Knex };

/**
 * A database of this test file alone, dropped after its last test: `const { db } = await testDatabase()` at the top of
 * the file. Migrated, unless the file asks for an `empty` one. `db` is a pool as the app opens it.
 */
export async function testDatabase({ empty = false, poolMax = 10 } = {}): Promise<TestDatabase> {
  const adminUrl = inject("adminUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  const template = empty ? "template1" : inject("template");
  const url = await createDatabase({ adminUrl, template, name });
  const db = openPool({ address: () => url, max: poolMax, statementMs: 10_000 });
  afterAll(async () => {
    await db.destroy();
    await dropDatabase({ adminUrl, name });
  });
  return { url, db };
}

/** The address of a database that does not exist. */
export function missingDatabaseUrl(): string {
  return databaseUrl({ adminUrl: inject("adminUrl"), name: "nobody_made_this" });
}
