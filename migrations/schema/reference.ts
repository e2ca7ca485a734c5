import type { Knex } from "knex";

/**
 * Adds a foreign key again if it is missing. It was made with its table, but is dropped when the table it points to is
 * dropped with "cascade" and made again.
 */
export async function ensureReference(
  knex: Knex,
  { table, name, definition }: { table: string; name: string; definition: string },
): Promise<void> {
  const { rows } = await knex.raw<{ rows: unknown[] }>(
    "select from pg_constraint where conname = ? and connamespace = current_schema()::regnamespace",
    [name],
  );
  if (rows.length > 0) return;
  // Rows that have lost what they point to are kept, for a person to look at; new rows are checked.
  await knex.raw(`alter table ${table} add constraint ${name} foreign key ${definition} not valid`);
}
