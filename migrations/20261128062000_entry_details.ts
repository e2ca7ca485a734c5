import type { Knex } from "knex";

/** An entry keeps what providers knew of its film when the lottery was created. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw("alter table entries add column if not exists details jsonb");
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("alter table entries drop column details");
}
