import type { Knex } from "knex";

/** Films are taken at random by their ids, which are random. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw("create index if not exists movies_ids on movies (club_id, id)");
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("drop index movies_ids");
}
