import type { Knex } from "knex";

/** What providers of movie data told, so that they are asked less often and forms can name a film that was found. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table if not exists provider_answers (
      question text primary key,
      films jsonb not null,
      told_at timestamptz not null default now()
    )
  `);
  await knex.raw(`
    create table if not exists found_films (
      ref text primary key check (ref <> ''),
      details jsonb not null,
      -- Whether the provider was asked for this film, and not only for a list with it.
      whole boolean not null,
      told_at timestamptz not null default now()
    )
  `);
  // The oldest go when there are too many.
  await knex.raw("create index if not exists provider_answers_oldest on provider_answers (told_at)");
  await knex.raw("create index if not exists found_films_oldest on found_films (told_at)");
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("drop table found_films, provider_answers");
}
