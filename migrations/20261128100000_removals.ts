import type { Knex } from "knex";

/** Films that were removed together come back together, and a removal that is sent twice is one. */
export async function up(knex: Knex): Promise<void> {
  // The submit key of the form that removed them.
  await knex.raw("alter table removed_movies add column if not exists removal uuid");
  await knex.raw("create index if not exists removed_movies_together on removed_movies (removal)");
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("drop index removed_movies_together");
  await knex.raw("alter table removed_movies drop column removal");
}
