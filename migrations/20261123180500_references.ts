import type { Knex } from "knex";
import { ensureReference } from "./schema/reference.ts";

export async function up(knex: Knex): Promise<void> {
  for (const [table, name, definition] of REFERENCES) {
    await ensureReference(knex, { table, name, definition });
  }
}

export async function down(): Promise<void> {
  // They are dropped with their tables.
}

const REFERENCES = [
  ["lotteries", "lotteries_club_id_fkey", "(club_id) references clubs on delete cascade"],
  ["entries", "entries_lottery_id_fkey", "(lottery_id) references lotteries on delete cascade"],
  ["draws", "draws_lottery_id_fkey", "(lottery_id) references lotteries on delete cascade"],
  [
    "draws",
    "draws_lottery_id_winner_fkey",
    "(lottery_id, winner) references entries (lottery_id, position) on delete cascade",
  ],
  ["movies", "movies_club_id_fkey", "(club_id) references clubs on delete cascade"],
] as const;
