import { Client } from "pg";
import { TABLES } from "../tables.server.ts";
import {
  readBackupFile,
  writeBackupFile,
  type BackupHead,
  type Counts,
  type TableRows,
} from "./backup-file.server.ts";

const FETCHED_AT_ONCE = 500;

/** Thrown when the file does not hold what was in the database; the message is a sentence for a person. */
class BackupUnlike extends Error {}

/**
 * Writes everything that is saved, as it is at one moment, into one file while the app goes on; then reads the file
 * back and counts. Answers the number of rows of each table. Rejects with the error of pg or of the disk; then there is
 * no file of this name.
 */
export async function makeBackup({ address, path }: { address: string; path: string }): Promise<Counts> {
  const client = new Client({
    connectionString: address,
    application_name: "movie-lottery backup",
    connectionTimeoutMillis: 5_000,
  });
  // The statement under way fails with this error too.
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query("begin transaction isolation level repeatable read read only");
    const written = await writeBackupFile(path, await headOf(client), tablesOf(client));
    await client.query("commit");
    const { counts } = await readBackupFile(path);
    if (JSON.stringify(counts) !== JSON.stringify(written)) {
      throw new BackupUnlike(`${path} holds other rows than were read from the database.`);
    }
    return counts;
  } finally {
    await client.end();
  }
}

async function headOf(client: Client): Promise<BackupHead> {
  const { rows: migrations } = await client.query<{ name: string }>(
    "select name from knex_migrations order by name",
  );
  const { rows } = await client.query<{ server: string; made: Date }>(
    "select current_setting('server_version') as server, now() as made",
  );
  const { server, made } = rows[0]!;
  return { madeAt: made.toISOString(), server, migrations: migrations.map(({ name }) => name) };
}

async function* tablesOf(client: Client): AsyncGenerator<TableRows> {
  for (const table of TABLES) {
    yield { table, columns: await columnsOf(client, table), rows: rowsOf(client, table) };
  }
}

async function columnsOf(client: Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ column: string }>(
    `select attname as column from pg_attribute
     where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [table],
  );
  return rows.map(({ column }) => column);
}

/** By a cursor, so that a million rows need no more memory than a few. */
async function* rowsOf(client: Client, table: string): AsyncGenerator<string[]> {
  await client.query(
    `declare backup no scroll cursor for select to_jsonb(${table})::text as row from ${table}`,
  );
  for (;;) {
    const { rows } = await client.query<{ row: string }>(`fetch ${FETCHED_AT_ONCE} from backup`);
    if (rows.length === 0) break;
    yield rows.map(({ row }) => row);
  }
  await client.query("close backup");
}
