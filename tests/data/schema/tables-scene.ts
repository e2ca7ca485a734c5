import type { Knex } from "knex";
import { bundledMigrations } from "#app/data/schema/bundled-migrations.server.ts";
import { bringUpToDate, type Tidings } from "#app/data/schema/up-to-date.server.ts";
import { testDatabase } from "#tests/support/database.ts";

export const NAMES = bundledMigrations.map(({ name }) => name);
export const TABLES = [
  "arrivals",
  "ballots",
  "clubs",
  "commitments",
  "completions",
  "devices",
  "draws",
  "entries",
  "found_films",
  "gone_clubs",
  "gone_lotteries",
  "gone_polls",
  "hats",
  "imports",
  "invites",
  "lotteries",
  "movies",
  "poll_entries",
  "poll_voters",
  "polls",
  "provider_answers",
  "provider_usage",
  "removed_movies",
  "suggestions",
  "voices",
];
export const ALL_WELL: Tidings = {
  applied: [],
  restored: [],
  missing: [],
  changed: [],
  reason: null,
  renewed: 0,
  original: [],
};

/** Of the sessions that migrate: a condition for pg_stat_activity. */
export const MIGRATING = "datname = current_database() and application_name = 'movie-lottery migrations'";

/** A database of its own whose tables come and go. */
export async function tablesScene() {
  const { url, db } = await testDatabase({ empty: true });
  const address = () => url;
  return {
    url,
    db,
    address,
    /** As the app and `npm run migrate` do it. */
    upToDate: (options: { restoring?: boolean; address?: () => string } = {}) =>
      bringUpToDate({ address, migrations: bundledMigrations, restoring: true, ...options }),
    /** An empty database again, whatever a test left in it. */
    startOver: async () => {
      await db.raw("drop schema public cascade");
      await db.raw("create schema public");
    },
    tables: () => tablesOf(db),
    definitions: (schema = "public") => definitionsOf(db, schema),
  };
}

async function tablesOf(db: Knex): Promise<string[]> {
  const rows = await db("pg_tables").where({ schemaname: "public" }).orderBy("tablename").pluck("tablename");
  return rows.filter((name: string) => !name.startsWith("knex_"));
}

/** Columns, constraints and indexes of every table, as PostgreSQL writes them down. */
async function definitionsOf(db: Knex, schema: string): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { line: string }[] }>(
    `
    select format('%s %s %s %s %s', relname, attname, atttypid::regtype, attnotnull,
                  pg_get_expr(adbin, adrelid)) as line
    from pg_attribute join pg_class on pg_class.oid = attrelid left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where attnum > 0 and not attisdropped and relname = any(:tables) and relnamespace = cast(:schema as regnamespace)
    union all
    select format('%s %s %s', relname, conname, replace(pg_get_constraintdef(pg_constraint.oid), ' NOT VALID', ''))
    from pg_constraint join pg_class on pg_class.oid = conrelid
    where relname = any(:tables) and relnamespace = cast(:schema as regnamespace)
    union all
    select indexdef from pg_indexes where tablename = any(:tables) and schemaname = :schema
    order by 1`,
    { tables: TABLES, schema },
  );
  return rows.map(({ line }) => line);
}
