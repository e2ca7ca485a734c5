import type { Knex } from "knex";

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table if not exists draws (
      lottery_id text not null references lotteries on delete cascade,
      number integer not null check (number >= 1),
      winner integer not null,
      drawn_at timestamptz not null default date_trunc('milliseconds', now()),
      -- One draw of each number, however many people press at once.
      primary key (lottery_id, number),
      -- The winner is an entry of this very lottery.
      foreign key (lottery_id, winner) references entries (lottery_id, position) on delete cascade
    )
  `);
  await knex.raw("create index if not exists draws_winner on draws (lottery_id, winner)");
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("drop table draws");
}
