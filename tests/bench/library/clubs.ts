import type { Client } from "pg";
import { FILMS_MAX, LOTTERIES_MAX } from "#app/domain/club/club.ts";
import { fillHistory, fillLibraries } from "./films.ts";

const OTHER_CLUBS = 10_000;
const FILMS_OF_OTHERS = 20;
/** Lotteries that the bench makes itself. */
const ROOM_FOR_MORE = 1_000;

/** A club of the bench: its cookie where it is asked through pages. */
export type Club = { id: string; films: number; lotteries: number; cookie: string };

/** How many films and lotteries the clubs of the bench have, the smallest first, up to what a club may have. */
export const SIZES = [
  { films: 100, lotteries: 200 },
  { films: 10_000, lotteries: 2_000 },
  { films: 100_000, lotteries: 10_000 },
  { films: FILMS_MAX, lotteries: LOTTERIES_MAX - ROOM_FOR_MORE },
] as const;

/** What stands in the tables, in words. */
export const BESIDE = `${OTHER_CLUBS.toLocaleString("en")} other clubs of ${FILMS_OF_OTHERS} films`;

/** Fills these clubs and ten thousand others; the million takes minutes. */
export async function fillClubs(admin: Client, clubs: readonly Club[]): Promise<void> {
  const indexes = await takeIndexes(admin);
  await admin.query("insert into clubs (id) select unnest($1::uuid[])", [clubs.map(({ id }) => id)]);
  const { rows } = await admin.query<{ id: string }>(
    "insert into clubs (id) select gen_random_uuid() from generate_series(1, $1) returning id",
    [OTHER_CLUBS],
  );
  await fillLibraries(
    admin,
    rows.map(({ id }) => id),
    FILMS_OF_OTHERS,
  );
  for (const { id, films } of clubs) {
    process.stderr.write(`${films} films …\n`);
    await fillLibraries(admin, [id], films);
  }
  process.stderr.write("indexes and lotteries …\n");
  for (const { indexdef } of indexes) await admin.query(indexdef);
  // Else every lottery would look for its films among all of them.
  await admin.query("analyze movies");
  for (const { id, lotteries } of clubs) await fillHistory(admin, id, lotteries);
}

/** Takes the indexes of films away and answers how they are made: at once is several times faster than film by film. */
async function takeIndexes(admin: Client): Promise<{ indexdef: string }[]> {
  const { rows } = await admin.query<{ name: string; indexdef: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as indexdef from pg_index
     where indrelid = 'movies'::regclass and not exists (select from pg_constraint where conindid = indexrelid)`,
  );
  for (const { name } of rows) await admin.query(`drop index ${name}`);
  return rows;
}
