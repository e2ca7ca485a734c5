import type { Knex } from "knex";
import { waitBriefly } from "./brief-locks.server.ts";
import type { Migration } from "./migration.server.ts";

/** The table in which knex notes which migrations have been applied. */
export const HISTORY = "knex_migrations";

/** Applies what is not in the history and answers the names. Rejects with the error of pg or knex. */
export async function migrate(db: Knex, migrations: readonly Migration[]): Promise<string[]> {
  const [, names] = (await db.migrate.latest(settingsFor(migrations))) as [number, string[]];
  return names;
}

/** Notes these as applied where that was lost although their tables are there. */
export async function restoreHistory(db: Knex, applied: readonly Migration[]): Promise<void> {
  // Makes knex's own tables if they are missing.
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
    // A newer release may have applied more: it runs beside an older one during every deploy.
    disableMigrationsListValidation: true,
  };
}

async function runBriefly({ up }: Migration, trx: Knex): Promise<void> {
  await waitBriefly(trx);
  await up(trx);
}
