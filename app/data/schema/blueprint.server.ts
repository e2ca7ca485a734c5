import { randomBytes } from "node:crypto";
import type { Knex } from "knex";
import { isNotAllowed } from "../reliability/failure.server.ts";
import type { Migration } from "./migration.server.ts";
import { tablesOf, type Structure } from "./structure.server.ts";

/** PostgreSQL's name for the schema of temporary tables. A role needs no right to create schemas for it. */
const TEMPORARY = "pg_temp";

/**
 * The tables that these migrations make, as PostgreSQL describes them: the migrations run in an empty schema of their
 * own, in a transaction that is rolled back. Existing tables are neither read nor locked. Rejects with the error of pg.
 */
export async function blueprintOf(db: Knex, migrations: readonly Migration[]): Promise<Structure> {
  const trx = await db.transaction();
  try {
    const schema = await trx
      .transaction((savepoint) => newSchema(savepoint))
      .catch((error: unknown) => {
        if (isNotAllowed(error)) return TEMPORARY;
        throw error;
      });
    await build(trx, schema, migrations);
    return await tablesOf(trx, { schema });
  } finally {
    await trx.rollback();
  }
}

/**
 * Runs these migrations in a new schema inside this transaction and answers its name. From then on names without a
 * schema mean that one. Rejects with the error of pg.
 */
export async function scaffold(trx: Knex.Transaction, migrations: readonly Migration[]): Promise<string> {
  const schema = await newSchema(trx);
  await build(trx, schema, migrations);
  return schema;
}

async function newSchema(trx: Knex.Transaction): Promise<string> {
  const schema = `movie_lottery_blueprint_${randomBytes(4).toString("hex")}`;
  await trx.raw("create schema ??", [schema]);
  return schema;
}

async function build(trx: Knex.Transaction, schema: string, migrations: readonly Migration[]): Promise<void> {
  await trx.raw("set local search_path to ??", [schema]);
  for (const { up } of migrations) await up(trx);
}
