import type { Knex } from "knex";

/**
 * Films of libraries that providers are to be asked for, one after another. It points to no other table: what was deleted
 * meanwhile is passed over, and older releases delete without knowing of it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table if not exists completions (
      movie_id text primary key,
      club_id uuid not null,
      -- In which the film is to be told of.
      language text not null,
      ordered_at timestamptz not null default now(),
      -- By a process that works at it now, or ended in the middle.
      taken_at timestamptz,
      done_at timestamptz,
      found boolean not null default false
    )
  `);
  await knex.raw("create index if not exists completions_of_club on completions (club_id, ordered_at)");
  await knex.raw(
    "create index if not exists completions_waiting on completions (ordered_at, movie_id) where done_at is null",
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("drop table completions");
}
