import type { Knex } from "knex";

/** Personal links can be made anew, a name is there once and has one vote, and a ballot knows the browser it came from. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table poll_voters
      -- How many links this name has had; the last one works.
      add column if not exists links integer not null default 1,
      add column if not exists voted boolean not null default false
  `);
  await knex.raw("create unique index if not exists poll_voters_names on poll_voters (poll_id, lower(name))");
  await knex.raw("create unique index if not exists poll_voters_places on poll_voters (poll_id, position)");
  // Where people vote by name: a hash of the poll and the browser that sent the ballot last, which alone is shown it.
  await knex.raw("alter table ballots add column if not exists cast_by text");
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("alter table ballots drop column cast_by");
  await knex.raw("drop index poll_voters_places");
  await knex.raw("drop index poll_voters_names");
  await knex.raw("alter table poll_voters drop column voted, drop column links");
}
