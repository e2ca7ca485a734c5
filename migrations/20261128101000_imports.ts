import type { Knex } from "knex";

/**
 * Films that somebody wants to put into a library, between the page that shows them and the press that does it. It points
 * to no other table: whoever imports into a new club has none yet, and what is here is swept after a day.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table if not exists imports (
      id text primary key,
      club_id uuid not null,
      -- What its sender calls it; blank for a pasted list.
      file_name text not null,
      -- See data/library/imports.server.ts; empty again once they are in the library.
      films jsonb not null,
      unreadable jsonb not null,
      unreadable_count integer not null,
      submit_key uuid not null unique,
      created_at timestamptz not null default date_trunc('milliseconds', now()),
      -- How many of the films were put into the library so far, a part at a time; of them some were new, and the others
      -- were there already.
      taken integer not null default 0,
      added integer not null default 0,
      known integer not null default 0,
      done_at timestamptz
    )
  `);
  await knex.raw("create index if not exists imports_of_club on imports (club_id, created_at)");
  await knex.raw("create index if not exists imports_oldest on imports (created_at)");
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("drop table imports");
}
