import type { Knex } from "knex";

/** What to do about the tables of the app that this one replaces. */
export const ORIGINAL_ADVICE =
  "The tables of the app that this one replaces are here, and are left as they are: they have other names. " +
  "npm run move-in brings over what is in them.";

/**
 * The tables of the original app in this database, recognised by their columns; none as a rule. Rejects with the error of
 * pg.
 */
export async function originalTables(db: Knex): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { name: string }[] }>(
    `select table_name::text as name from information_schema.columns
     where table_schema = current_schema()
       and (table_name, column_name) in (('lottery', 'result_name'), ('library_movie', 'kinopoisk_id'))
     order by 1`,
  );
  return rows.map(({ name }) => name);
}
