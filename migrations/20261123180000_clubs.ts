import type { Knex } from "knex";

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table if not exists clubs (
      id uuid primary key,
      created_at timestamptz not null default date_trunc('milliseconds', now())
    )
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("drop table clubs");
}
