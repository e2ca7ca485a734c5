import type { Client } from "pg";
import { fillHistory, fillLibraries } from "./films.ts";

const OTHER_CLUBS = 10_000;
const FILMS_OF_OTHERS = 20;

/** A club of the bench: its cookie where it is asked through pages. */
export type Club = { id: string; films: number; lotteries: number; cookie: string };

/** How many films and lotteries the clubs of the bench have, the smallest first. */
export const SIZES = [
  { films: 100, lotteries: 200 },
  { films: 10_000, lotteries: 2_000 },
  { films: 100_000, lotteries: 20_000 },
  { films: 1_000_000, lotteries: 200_000 },
] as const;

/** What stands in the tables, in words. */
export const BESIDE = `${OTHER_CLUBS.toLocaleString("en")} other clubs of ${FILMS_OF_OTHERS} films`;

/** Fills these clubs and ten thousand others; the million takes minutes. */
export async function fillClubs(admin: Client, clubs: readonly Club[]): Promise<void> {
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
  for (const { id, films, lotteries } of clubs) {
    process.stderr.write(`${films} films and ${lotteries} lotteries …\n`);
    await fillLibraries(admin, [id], films);
    // Else every lottery would look for its films among all of them.
    await admin.query("analyze movies");
    await fillHistory(admin, id, lotteries);
    await admin.query("analyze lotteries, entries, draws, commitments");
  }
}
