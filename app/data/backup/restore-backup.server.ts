import type { Knex } from "knex";
import { escapeIdentifier } from "pg";
import { alone } from "../schema/migration-lock.server.ts";
import type { Migration } from "../schema/migration.server.ts";
import { TABLES } from "../tables.server.ts";
import {
  BackupDamaged,
  readBackupFile,
  type BackupHead,
  type Batch,
  type Counts,
} from "./backup-file.server.ts";

/**
 * How it ended: `occupied` when something is saved already; `newer` when the backup or the database has migrations that
 * this release lacks.
 */
export type Restored =
  | { kind: "restored"; head: BackupHead; counts: Counts }
  | { kind: "occupied"; counts: Counts }
  | { kind: "newer"; missing: string[] };

/**
 * Replaces everything that is saved by a backup, in one transaction: whoever reads meanwhile sees the old state, and a
 * failure keeps it. The tables are made as they were when the backup was made, and then brought up to date with the
 * rows in them. Saved data is only replaced when `replace` says so.
 *
 * Rejects with BackupDamaged, before anything is touched, or with the error of pg or of the disk.
 */
export async function restoreBackup({
  address,
  path,
  migrations,
  replace,
}: {
  address: () => string | Promise<string>;
  path: string;
  migrations: readonly Migration[];
  replace: boolean;
}): Promise<Restored> {
  const { head } = await readBackupFile(path);
  return alone(address, (pool) =>
    pool.transaction(async (trx) => {
      const known = new Set(migrations.map(({ name }) => name));
      const named = [...head.migrations, ...(await trx("knex_migrations").pluck<string[]>("name"))];
      const missing = [...new Set(named)].filter((name) => !known.has(name));
      if (missing.length > 0) return { kind: "newer", missing };
      const present = await countsOf(trx);
      if (!replace && Object.values(present).some((rows) => rows > 0)) {
        return { kind: "occupied", counts: present };
      }
      const counts = await replaceAll(trx, { path, head, migrations });
      return { kind: "restored", head, counts };
    }),
  );
}

async function replaceAll(
  trx: Knex,
  { path, head, migrations }: { path: string; head: BackupHead; migrations: readonly Migration[] },
): Promise<Counts> {
  await trx.raw(`drop table if exists ${TABLES.join(", ")} cascade`);
  const others = await tablesIn(trx);
  const [before, after] = [true, false].map((seen) =>
    migrations.filter(({ name }) => head.migrations.includes(name) === seen),
  );
  for (const { up } of before!) await up(trx);
  const ours = (await tablesIn(trx)).filter((table) => !others.includes(table));
  const { counts } = await readBackupFile(path, (batch) => insert(trx, batch, ours));
  for (const { up } of after!) await up(trx);
  await trx("knex_migrations").delete();
  const now = new Date();
  await trx("knex_migrations").insert(
    migrations.map(({ name }) => ({ name, batch: 1, migration_time: now })),
  );
  return counts;
}

/** The number of rows of each table; a missing table has none. */
async function countsOf(trx: Knex): Promise<Counts> {
  const counts: Counts = {};
  for (const table of TABLES) {
    const exists = await trx.schema.hasTable(table);
    const { rows } = exists
      ? await trx.raw<{ rows: { count: number }[] }>(`select count(*)::integer as count from ${table}`)
      : { rows: [] };
    counts[table] = rows[0]?.count ?? 0;
  }
  return counts;
}

function tablesIn(trx: Knex): Promise<string[]> {
  return trx("pg_tables").whereRaw("schemaname = current_schema()").pluck("tablename");
}

async function insert(trx: Knex, { table, columns, rows }: Batch, tables: readonly string[]): Promise<void> {
  if (!tables.includes(table))
    throw new BackupDamaged(`The backup has a table “${table}” that no release made.`);
  const names = columns.map((column) => escapeIdentifier(column)).join(", ");
  await trx.raw(
    `insert into ${table} (${names})
     select ${names} from jsonb_populate_recordset(null::${table}, cast(? as jsonb))`,
    [`[${rows.join(",")}]`],
  );
}
