import type { Knex } from "knex";
import { ensureReference } from "./schema/reference.ts";

/** Clubs whose last member has joined another one, and that have too much to come along at once. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table if not exists arrivals (
      from_club uuid primary key references clubs on delete cascade,
      club_id uuid not null references clubs on delete cascade,
      -- Who was its last member, and which device that is now.
      came_as uuid not null,
      device_id uuid not null,
      -- Films have come along up to this id; blank at the beginning of each walk through them.
      reached text not null default '',
      begun_at timestamptz not null default date_trunc('milliseconds', now()),
      constraint arrivals_elsewhere_check check (from_club <> club_id)
    )
  `);
  await knex.raw("create index if not exists arrivals_of_club on arrivals (club_id)");
  for (const column of ["from_club", "club_id"]) {
    const definition = `(${column}) references clubs on delete cascade`;
    await ensureReference(knex, { table: "arrivals", name: `arrivals_${column}_fkey`, definition });
  }
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("drop table arrivals");
}
