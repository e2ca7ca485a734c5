import type { Knex } from "knex";

/** Made with their tables; a table that was dropped with "cascade" took those of the others that point to it along. */
const REFERENCES = [
  ["lotteries", "lotteries_club_id_fkey", "foreign key (club_id) references clubs on delete cascade"],
  ["entries", "entries_lottery_id_fkey", "foreign key (lottery_id) references lotteries on delete cascade"],
  ["draws", "draws_lottery_id_fkey", "foreign key (lottery_id) references lotteries on delete cascade"],
  [
    "draws",
    "draws_lottery_id_winner_fkey",
    "foreign key (lottery_id, winner) references entries (lottery_id, position) on delete cascade",
  ],
  ["movies", "movies_club_id_fkey", "foreign key (club_id) references clubs on delete cascade"],
] as const;

export async function up(knex: Knex): Promise<void> {
  for (const [table, name, definition] of REFERENCES) {
    if (await exists(knex, name)) continue;
    // Rows that lost what they point to are kept, for a person to look at; new ones are checked.
    await knex.raw(`alter table ${table} add constraint ${name} ${definition} not valid`);
  }
}

export async function down(): Promise<void> {
  // They go with their tables.
}

async function exists(knex: Knex, name: string): Promise<boolean> {
  const { rows } = await knex.raw<{ rows: unknown[] }>(
    "select from pg_constraint where conname = ? and connamespace = current_schema()::regnamespace",
    [name],
  );
  return rows.length > 0;
}
