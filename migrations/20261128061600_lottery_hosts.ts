import type { Knex } from "knex";

/** A lottery knows which device of the club made it; null where that was an older release. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw("alter table lotteries add column if not exists host uuid");
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("alter table lotteries drop column host");
}
