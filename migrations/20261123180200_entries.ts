import type { Knex } from "knex";

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table if not exists entries (
      lottery_id text not null references lotteries on delete cascade,
      position integer not null check (position between 1 and 25),
      title text not null check (title <> ''),
      year integer,
      poster_url text,
      primary key (lottery_id, position)
    )
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("drop table entries");
}
