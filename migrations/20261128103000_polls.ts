import type { Knex } from "knex";
import { ensureReference } from "./schema/reference.ts";

/** Polls, the films in them, who may vote where that was written down, and the votes. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table if not exists polls (
      id text primary key,
      club_id uuid not null references clubs on delete cascade,
      -- The device that made it.
      host uuid,
      name text,
      method text not null check (method in ('one', 'approval', 'ranked')),
      -- Whether votes are shown before the end.
      open boolean not null default false,
      -- Whether only those vote who have a link of their own.
      by_name boolean not null default false,
      created_at timestamptz not null default date_trunc('milliseconds', now()),
      ends_at timestamptz not null,
      -- From then on no vote can be under way any more.
      sealed_at timestamptz,
      -- Decides ties; secret until the end.
      seed bytea not null check (octet_length(seed) = 32),
      -- The result, once it was counted: it never changes.
      outcome jsonb,
      submit_key uuid not null unique,
      payload_hash text not null
    )
  `);
  await knex.raw("create index if not exists polls_newest on polls (club_id, created_at desc, id desc)");
  await knex.raw(`
    create table if not exists poll_entries (
      poll_id text not null references polls on delete cascade,
      position integer not null check (position between 1 and 25),
      id uuid not null default gen_random_uuid(),
      title text not null,
      title_key text not null,
      year integer,
      poster_url text,
      details jsonb,
      primary key (poll_id, position)
    )
  `);
  await knex.raw(`
    create table if not exists poll_voters (
      id uuid primary key,
      poll_id text not null references polls on delete cascade,
      position integer not null,
      name text not null,
      -- SHA-256 of the token in a personal link, in hex.
      token_hash text not null unique
    )
  `);
  await knex.raw("create index if not exists poll_voters_of_poll on poll_voters (poll_id, position)");
  await knex.raw(`
    create table if not exists ballots (
      poll_id text not null references polls on delete cascade,
      -- A hash of who voted and in which poll: two votes of one person cannot be told to be theirs.
      voter text not null,
      -- Published with the vote after the end.
      receipt text not null,
      -- Positions of films, the best first.
      choices integer[] not null check (cardinality(choices) between 1 and 25),
      -- Of the forms that were sent, the last one first: an old form that arrives late changes nothing.
      submit_keys uuid[] not null,
      primary key (poll_id, voter),
      unique (poll_id, receipt)
    )
  `);
  for (const [table, column, target] of REFERENCES) {
    const definition = `(${column}) references ${target} on delete cascade`;
    await ensureReference(knex, { table, name: `${table}_${column}_fkey`, definition });
  }
}

const REFERENCES = [
  ["polls", "club_id", "clubs"],
  ["poll_entries", "poll_id", "polls"],
  ["poll_voters", "poll_id", "polls"],
  ["ballots", "poll_id", "polls"],
] as const;

export async function down(knex: Knex): Promise<void> {
  for (const table of ["ballots", "poll_voters", "poll_entries", "polls"])
    await knex.raw(`drop table ${table}`);
}
