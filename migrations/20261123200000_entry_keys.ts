import type { Knex } from "knex";

const BATCH = 1_000;

/**
 * Entries get the titleKey() of their title, so that one statement can move an entry into a library that may have the
 * film.
 */
export async function up(knex: Knex): Promise<void> {
  // Null for entries made by an older release, which still runs while this one starts.
  await knex.raw("alter table entries add column if not exists title_key text");
  for (;;) {
    const { rows } = await knex.raw<{ rows: { title: string }[] }>(
      "select distinct title from entries where title_key is null limit ?",
      [BATCH],
    );
    if (rows.length === 0) return;
    const keys = rows.map(({ title }) => ({ title, key: titleKey(title) }));
    await knex.raw(
      `update entries set title_key = known.key
       from jsonb_to_recordset(cast(? as jsonb)) as known (title text, key text)
       where entries.title = known.title and entries.title_key is null`,
      [JSON.stringify(keys)],
    );
  }
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("alter table entries drop column title_key");
}

/** A copy of titleKey() as it was then: what a migration does must never change. */
function titleKey(title: string): string {
  const visible = title.normalize("NFKC").replace(/\p{Default_Ignorable_Code_Point}+/gu, "");
  const folded = visible.toLowerCase().replaceAll("ё", "е");
  const words = folded.replace(/[^\p{L}\p{M}\p{N}]+/gu, " ").trim();
  return words || folded.trim();
}
