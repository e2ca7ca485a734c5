import type { Knex } from "knex";
import { ensureReference } from "./schema/reference.ts";

/**
 * Lotteries that friends fill. What they suggest becomes entries only when the hat is closed: an older release sees a
 * lottery without films until then, of which it can neither publish nor draw anything.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table if not exists hats (
      lottery_id text primary key references lotteries on delete cascade,
      -- Grows with every change: what was decided about an older state is decided again.
      version integer not null default 1,
      cap integer not null default 2 check (cap between 1 and 5),
      -- Null: until the host closes it.
      closes_at timestamptz,
      named boolean not null default true,
      nod boolean not null default false,
      odds text not null default 'even' check (odds in ('even', 'backers', 'rested')),
      vetoes boolean not null default false,
      closed_at timestamptz
    )
  `);
  await knex.raw(`
    create table if not exists suggestions (
      -- That of the entry which it becomes.
      id uuid primary key default gen_random_uuid(),
      lottery_id text not null references lotteries on delete cascade,
      state text not null check (state in ('waiting', 'in', 'vetoed', 'removed', 'refused')),
      title text not null check (title <> ''),
      title_key text not null,
      year integer,
      poster_url text,
      details jsonb,
      -- Why the host took it out.
      word text not null default '',
      created_at timestamptz not null default clock_timestamp()
    )
  `);
  // For the foreign key too.
  await knex.raw(
    "create index if not exists suggestions_of_lottery on suggestions (lottery_id, created_at, id)",
  );
  await knex.raw(
    `create unique index if not exists suggestions_once on suggestions (lottery_id, title_key, (coalesce(year, 0)))
     where state in ('waiting', 'in')`,
  );
  await knex.raw(`
    create table if not exists voices (
      suggestion_id uuid not null references suggestions on delete cascade,
      lottery_id text not null references lotteries on delete cascade,
      -- The browser, by the id in its cookie; it may belong to any club.
      visitor_id uuid not null,
      kind text not null check (kind in ('suggested', 'seconded', 'vetoed')),
      first_name text not null default '',
      -- Those of the form that put the film in.
      submit_key uuid,
      payload_hash text,
      created_at timestamptz not null default clock_timestamp(),
      primary key (suggestion_id, visitor_id)
    )
  `);
  await knex.raw("create index if not exists voices_of_visitor on voices (lottery_id, visitor_id)");
  await knex.raw(
    "create unique index if not exists voices_one_veto on voices (lottery_id, visitor_id) where kind = 'vetoed'",
  );
  for (const table of ["hats", "suggestions", "voices"]) {
    const definition = "(lottery_id) references lotteries on delete cascade";
    await ensureReference(knex, { table, name: `${table}_lottery_id_fkey`, definition });
  }
  await ensureReference(knex, {
    table: "voices",
    name: "voices_suggestion_id_fkey",
    definition: "(suggestion_id) references suggestions on delete cascade",
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("drop table voices");
  await knex.raw("drop table suggestions");
  await knex.raw("drop table hats");
}
