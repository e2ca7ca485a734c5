import type { Knex } from "knex";

/**
 * Which clubs were deleted, and which lotteries and polls went with them. A row of gone_clubs is all that the press
 * writes: what the club had is taken away in parts. They point to no other table, because they outlive what they name.
 */
export async function up(knex: Knex): Promise<void> {
  for (const [table, type] of TABLES) {
    await knex.raw(`
      create table if not exists ${table} (
        id ${type} primary key,
        gone_at timestamptz not null default date_trunc('milliseconds', now())
      )
    `);
  }
  await knex.raw("create index if not exists gone_clubs_latest on gone_clubs (gone_at)");
}

const TABLES = [
  ["gone_clubs", "uuid"],
  ["gone_lotteries", "text"],
  ["gone_polls", "text"],
] as const;

export async function down(knex: Knex): Promise<void> {
  for (const [table] of TABLES) await knex.raw(`drop table ${table}`);
}
