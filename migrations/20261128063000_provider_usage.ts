import type { Knex } from "knex";

/** How often each provider of movie data was asked on a day (UTC), by all processes together. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table if not exists provider_usage (
      provider text not null,
      day date not null,
      asked integer not null check (asked > 0),
      primary key (provider, day)
    )
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("drop table provider_usage");
}
