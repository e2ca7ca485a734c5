import type { Knex } from "knex";
import { ensureReference } from "./schema/reference.ts";

/** The browsers of a club, the links that let another one in, and what the club is called. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw("alter table clubs add column if not exists name text not null default ''");
  await knex.raw(`
    create table if not exists devices (
      -- The id in the visitor's cookie.
      id uuid primary key,
      club_id uuid not null references clubs on delete cascade,
      first_name text not null default '',
      created_at timestamptz not null default date_trunc('milliseconds', now()),
      last_seen timestamptz not null default date_trunc('milliseconds', now()),
      -- Which device it was before it joined: who joins twice is found by it.
      came_as uuid,
      -- Its id is refused from then on; so the row stays.
      removed_at timestamptz
    )
  `);
  await knex.raw("create index if not exists devices_of_club on devices (club_id)");
  await knex.raw(
    "create index if not exists devices_removed on devices (removed_at) where removed_at is not null",
  );
  await knex.raw(
    "create unique index if not exists devices_once on devices (club_id, came_as) where removed_at is null",
  );
  await knex.raw(`
    create table if not exists invites (
      id uuid primary key,
      club_id uuid not null references clubs on delete cascade,
      -- SHA-256, in hex: whoever reads the table cannot use it.
      token_hash text not null unique,
      -- A recovery link lets back in whoever lost the browser; it is in no list.
      recovery boolean not null default false,
      made_by uuid not null,
      created_at timestamptz not null default date_trunc('milliseconds', now()),
      -- Null: never.
      expires_at timestamptz,
      -- Null: as often as anybody likes.
      uses_left integer check (uses_left >= 0),
      revoked_at timestamptz,
      submit_key uuid not null unique
    )
  `);
  await knex.raw("create index if not exists invites_of_club on invites (club_id)");
  for (const table of ["devices", "invites"]) {
    const definition = "(club_id) references clubs on delete cascade";
    await ensureReference(knex, { table, name: `${table}_club_id_fkey`, definition });
  }
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("drop table invites");
  await knex.raw("drop table devices");
  await knex.raw("alter table clubs drop column name");
}
