import type { Knex } from "knex";

/**
 * Whether the database can hold every letter. Other encodings refuse some titles or, as SQL_ASCII, count one letter as
 * several. Rejects with the error of pg.
 */
export async function holdsEveryLetter(db: Knex): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { encoding: string }[] }>("select getdatabaseencoding() as encoding");
  return rows[0]!.encoding === "UTF8";
}
