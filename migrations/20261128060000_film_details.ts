import type { Knex } from "knex";

/**
 * Films of a library carry what providers know of them and what their club thinks of them; removed ones wait in a trash
 * of their own. See docs/decisions/024.
 */
export async function up(knex: Knex): Promise<void> {
  // None of them is filled in here, and none rewrites the table: defaults that are constants are not written to rows.
  await knex.raw(`
    alter table movies
      add column if not exists original_title text,
      -- In minutes.
      add column if not exists runtime integer check (runtime > 0),
      add column if not exists genres text[] not null default '{}',
      add column if not exists countries text[] not null default '{}',
      add column if not exists description text,
      add column if not exists rating numeric(3, 1) check (rating between 0 and 10),
      add column if not exists rating_by text,
      add column if not exists imdb_id text,
      add column if not exists tmdb_id integer,
      add column if not exists kinopoisk_id integer,
      -- The set of badges is the domain's: a newer release may know more.
      add column if not exists badges text[] not null default '{}',
      add column if not exists tags text[] not null default '{}' check (cardinality(tags) <= 20),
      add column if not exists own_rating smallint check (own_rating between 1 and 10),
      add column if not exists watched_on date,
      -- searchKey() of title and original title; null where an older release, beside which this one starts, added it.
      add column if not exists search_key text
  `);
  for (const [name, columns] of ORDERS) {
    await knex.raw(`create index if not exists ${name} on movies ${columns}`);
  }
  await knex.raw(`
    create table if not exists removed_movies (
      id text primary key,
      club_id uuid not null references clubs on delete cascade,
      -- The row of movies, with whatever columns it had.
      film jsonb not null,
      removed_at timestamptz not null default date_trunc('milliseconds', now())
    )
  `);
  await knex.raw(
    "create index if not exists removed_movies_newest on removed_movies (club_id, removed_at desc, id desc)",
  );
  // For those whose time is over, of all clubs.
  await knex.raw("create index if not exists removed_movies_oldest on removed_movies (removed_at)");
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("drop table removed_movies");
  await knex.raw(`
    alter table movies
      drop column original_title, drop column runtime, drop column genres, drop column countries,
      drop column description, drop column rating, drop column rating_by, drop column imdb_id,
      drop column tmdb_id, drop column kinopoisk_id, drop column badges, drop column tags,
      drop column own_rating, drop column watched_on, drop column search_key
  `);
}

const TITLE = `(coalesce(search_key, title_key)) collate "C"`;
/**
 * Whether a title begins with a Latin letter, or one that comes between Latin and Cyrillic: false comes first. By number,
 * because not every encoding has the letters.
 */
const LATIN = `(ascii(${TITLE}) between 97 and 1023)`;

/** An index for every order of the list; "C" because no update of a system can put its letters into another order. */
const ORDERS = [
  ["movies_titles_en", `(club_id, ${TITLE}, id)`],
  ["movies_titles_ru", `(club_id, (${LATIN}), ${TITLE}, id)`],
  ["movies_years", "(club_id, (coalesce(year, 0)) desc, id desc)"],
  ["movies_ratings", "(club_id, (coalesce(own_rating, rating, 0)) desc, id desc)"],
  ["movies_without_badge", "(club_id, added_at desc, id desc) where badges = '{}'"],
] as const;
