import type { Knex } from "knex";
import { ensureReference } from "./schema/reference.ts";

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table entries
      add column if not exists id uuid not null default gen_random_uuid(),
      add column if not exists weight integer not null default 1 check (weight between 1 and 1000)
  `);
  await knex.raw(`
    create table if not exists commitments (
      lottery_id text not null references lotteries on delete cascade,
      number integer not null check (number >= 1),
      -- Secret until the draw of this number is made.
      seed bytea not null check (octet_length(seed) = 32),
      left_out integer[] not null default '{}',
      reason text not null default '',
      created_at timestamptz not null default date_trunc('milliseconds', now()),
      primary key (lottery_id, number)
    )
  `);
  await ensureReference(knex, {
    table: "commitments",
    name: "commitments_lottery_id_fkey",
    definition: "(lottery_id) references lotteries on delete cascade",
  });
  await knex.raw("alter table draws add column if not exists word text not null default ''");
  // Lotteries whose draw is still to be made get a seed of 244 random bits.
  await knex.raw(`
    insert into commitments (lottery_id, number, seed)
    select id, 1, decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex')
    from lotteries
    where not exists (select from draws where draws.lottery_id = lotteries.id)
    on conflict do nothing
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("alter table draws drop column word");
  await knex.raw("drop table commitments");
  await knex.raw("alter table entries drop column id, drop column weight");
}
