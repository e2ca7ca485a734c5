import type { Knex } from "knex";
import { waitBriefly } from "./brief-locks.server.ts";
import type { Migration } from "./migration.server.ts";

/** Where knex writes down which migrations have been applied. */
export const HISTORY = "knex_migrations";

/** Applies what is not in the history and answers the names. Rejects with the error of pg or knex. */
export async function migrate(db: Knex, migrations: readonly Migration[]): Promise<string[]> {
  const [, names] = (await db.migrate.latest(settingsFor(migrations))) as [number, string[]];
  return names;
}

/** Writes down that these have been applied, where that was lost; their tables are there. */
export async function restoreHistory(db: Knex, applied: readonly Migration[]): Promise<void> {
  // Makes the tables of knex, if they are not there.
  await db.migrate.list(settingsFor(applied));
  await db(HISTORY).insert(applied.map(({ name }) => ({ name, batch: 1, migration_time: db.fn.now() })));
}

function settingsFor(migrations: readonly Migration[]): Knex.MigratorConfig {
  return {
    migrationSource: {
      getMigrations: () => Promise.resolve([...migrations]),
      getMigrationName: ({ name }) => name,
      getMigration: (migration) => Promise.resolve({ ...migration, up: (trx) => runBriefly(migration, trx) }),
    } satisfies Knex.MigrationSource<Migration>,
    // An older release must run beside a newer one, as every deploy overlaps two.
    disableMigrationsListValidation: true,
  };
}

async function runBriefly({ up }: Migration, trx: Knex): Promise<void> {
  await waitBriefly(trx);
  await up(trx);
}
