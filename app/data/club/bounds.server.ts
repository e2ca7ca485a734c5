import { FILMS_MAX, LOTTERIES_MAX, POLLS_MAX } from "#app/domain/club/club.ts";
import { idAtShare } from "#app/domain/lottery/lottery.ts";
import type { Db } from "../reliability/pool.server.ts";

/** The club has as many of these as it may; nobody but a script has ever met this. */
export class ClubFull extends Error {}

/** So many of a full library's films are looked at. */
const SAMPLE = 1_000;
/** The ids before this are that share of all ids. */
const LOW = idAtShare(SAMPLE / FILMS_MAX);

/**
 * SQL for whether the club :clubId may have one more. Ids of films are random, so a share of them tells how many there are:
 * a library is full when more than SAMPLE of its films have ids in the first SAMPLE / FILMS_MAX of all ids. That looks at
 * a thousandth of a library, and errs by 3 %. See docs/decisions/039.
 */
export const ROOM_FOR = {
  movies: `not exists (select from movies
    where club_id = :clubId and id < '${LOW}' order by id offset ${SAMPLE} limit 1)`,
  lotteries: roomFor("lotteries", LOTTERIES_MAX),
  polls: roomFor("polls", POLLS_MAX),
};

/** Walks along an index of the club's own rows, so it costs as much as there is, and at most the bound. */
function roomFor(table: "lotteries" | "polls", most: number): string {
  return `not exists (select from ${table} where club_id = :clubId
    order by created_at desc, id desc offset ${most - 1} limit 1)`;
}

/**
 * SQL for whether :ownClub has anything that another club, named by the SQL of its id, has no room for: together they would
 * have more than one may. Doubles are counted twice, as nobody knows them before.
 */
export const TOO_MUCH = (club: string) =>
  `(${Object.entries({ movies: SAMPLE, lotteries: LOTTERIES_MAX, polls: POLLS_MAX })
    .map(([table, most]) => {
      const low = table === "movies" ? `and id < '${LOW}'` : "";
      return `(exists (select from ${table} where club_id = :ownClub ${low}) and exists (
        select from (
          (select from ${table} where club_id = :ownClub ${low}) union all
          (select from ${table} where club_id = ${club} ${low})
        ) as together offset ${most} limit 1))`;
    })
    .join(" or ")})`;

/** Throws ClubFull when the club may have no more of these; for when nothing was saved and that may be why. */
export async function throwIfFull(
  what: keyof typeof ROOM_FOR,
  { clubId }: { clubId: string },
  db: Db,
): Promise<void> {
  const { rows } = await db.raw<{ rows: { room: boolean }[] }>(`select ${ROOM_FOR[what]} as room`, {
    clubId,
  });
  if (!rows[0]?.room) throw new ClubFull();
}
