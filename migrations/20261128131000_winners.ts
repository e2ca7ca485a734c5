import type { Knex } from "knex";
import { ensureReference } from "./schema/reference.ts";

/**
 * Draws know whose they are and which film won, so that a club's winners are found by an index among any number of draws.
 * Null in rows of before and of older releases, which are filled in later: see docs/decisions/037.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table draws
      add column if not exists club_id uuid,
      -- What the film is known by in a library; 0 stands for no year.
      add column if not exists won_key text,
      add column if not exists won_year integer
  `);
  await knex.raw("create unique index if not exists lotteries_with_club on lotteries (id, club_id)");
  // Whoever gives a lottery to another club, be it an older release, gives it its draws.
  await ensureReference(knex, {
    table: "draws",
    name: "draws_lottery_id_club_id_fkey",
    definition:
      "(lottery_id, club_id) references lotteries (id, club_id) on update cascade on delete cascade",
  });
  // Without the rows that are still to be filled in, so that nobody waits long for these indexes.
  await knex.raw(`create index if not exists draws_won on draws (club_id, won_key, won_year, drawn_at desc)
    where club_id is not null`);
  await knex.raw(`create index if not exists draws_newest on draws (club_id, drawn_at desc)
    where club_id is not null`);
  await knex.raw("create index if not exists draws_unsettled on draws (lottery_id) where club_id is null");
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("alter table draws drop column club_id, drop column won_key, drop column won_year");
  await knex.raw("drop index lotteries_with_club");
}
