import type { Knex } from "knex";

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table if not exists lotteries (
      id text primary key,
      club_id uuid not null references clubs on delete cascade,
      name text,
      submit_key uuid not null unique,
      payload_hash text not null,
      -- Milliseconds, because list cursors travel through JavaScript dates.
      created_at timestamptz not null default date_trunc('milliseconds', now())
    )
  `);
  // For the foreign key, and for a club's list, newest first.
  await knex.raw(
    "create index if not exists lotteries_of_club on lotteries (club_id, created_at desc, id desc)",
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("drop table lotteries");
}
