import type { Knex } from "knex";

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table if not exists movies (
      id text primary key,
      club_id uuid not null references clubs on delete cascade,
      title text not null check (title <> ''),
      -- titleKey() of the title: letter case and punctuation folded away.
      title_key text not null,
      year integer,
      poster_url text,
      note text not null default '',
      submit_key uuid not null unique,
      payload_hash text not null,
      added_at timestamptz not null default date_trunc('milliseconds', now())
    )
  `);
  // Not "nulls not distinct", which PostgreSQL 14 lacks: a film without a year is one film too.
  await knex.raw(
    "create unique index if not exists movies_once on movies (club_id, title_key, (coalesce(year, 0)))",
  );
  await knex.raw("create index if not exists movies_newest on movies (club_id, added_at desc, id desc)");
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("drop table movies");
}
