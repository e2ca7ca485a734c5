import { randomUUID } from "node:crypto";
import { LIBRARY_PAGE } from "#app/domain/library/library.ts";
import { readFilter } from "#app/domain/library/library-filter.ts";
import type { MovieEdit } from "#app/domain/film/movie-edit.ts";
import type { Movie } from "#app/domain/film/movie.ts";
import { newSeed } from "#app/data/lotteries/commitments.server.ts";
import { drawOnce, type Drawn } from "#app/data/lotteries/draws.server.ts";
import { insertLottery } from "#app/data/lotteries/lotteries.server.ts";
import { insertMovie } from "#app/data/library/movies.server.ts";
import { newId, submitFingerprint } from "#app/data/identity.server.ts";
import type { Db } from "#app/data/reliability/pool.server.ts";

export const film = (title: string, year: number | null = null, posterUrl: string | null = null): Movie => ({
  title,
  year,
  posterUrl,
});

export const STALKER = film("Сталкер", 1979);
export const SOLARIS = film("Solaris", 1972, "https://example.org/solaris.jpg");
export const BROTHER = film("Брат", 1997);
export const HER = film("Her");

/** What insertLottery() wants, of a club of its own unless told. */
export function lotteryOf(
  entries: readonly Movie[],
  input: Partial<Parameters<typeof insertLottery>[0]> = {},
) {
  const lottery = {
    id: newId(),
    clubId: randomUUID(),
    host: null,
    name: null,
    submitKey: randomUUID(),
    entries,
  };
  return { seed: newSeed(), fingerprint: submitFingerprint(entries), ...lottery, ...input };
}

/** Presses "draw", and complains when nothing was drawn. */
export async function drawFilm(input: Parameters<typeof drawOnce>[0], db: Db) {
  return filmDrawn(await drawOnce(input, db));
}

/** A draw that was made; complains about any other outcome. */
export function filmDrawn(outcome: Drawn | null) {
  if (outcome?.kind !== "drawn") throw new Error(`nothing was drawn: ${outcome?.kind}`);
  return outcome;
}

/** The lottery loses films, and keeps its draws: as after `drop table entries cascade`, or a restore of half of it. */
export async function loseFilms(
  { lotteryId, positions }: { lotteryId: string; positions?: number[] },
  db: Db,
): Promise<void> {
  await db.transaction(async (trx) => {
    await trx.raw("set local session_replication_role = replica");
    const entries = trx("entries").where({ lottery_id: lotteryId });
    await (positions ? entries.whereIn("position", positions) : entries).delete();
  });
}

/**
 * A lottery that was never drawn gets so many draws, as an earlier release allowed, and another one is open. Each leaves
 * out another film.
 */
export async function drawOften(
  {
    lotteryId,
    draws,
    reason = "again",
    word = "",
  }: { lotteryId: string; draws: number; reason?: string; word?: string },
  db: Db,
): Promise<void> {
  await db.raw(
    `insert into commitments (lottery_id, number, seed, reason, left_out)
     select first.lottery_id, series, sha256(convert_to(series::text, 'UTF8')), :reason,
            case when entries > 2 then array[2 + series % (entries - 1)] else '{}' end
     from commitments as first, generate_series(2, :draws + 1) as series,
          (select count(*)::integer as entries from entries where lottery_id = :lotteryId) as list
     where first.lottery_id = :lotteryId`,
    { lotteryId, draws, reason },
  );
  await db.raw(
    `insert into draws (lottery_id, number, winner, word)
     select :lotteryId, series, 1, :word from generate_series(1, :draws) as series`,
    { lotteryId, draws, word },
  );
}

/** What insertMovie() wants, of a club of its own unless told. */
export function libraryMovie(movie: Movie, input: Partial<Parameters<typeof insertMovie>[0]> = {}) {
  return { ...movie, id: newId(), clubId: randomUUID(), note: "", submitKey: randomUUID(), ...input };
}

/** What a club may say of a film, unless told. */
export function movieEditOf(input: Partial<MovieEdit> = {}): MovieEdit {
  const nothing = { note: "", badges: [], tags: [], ownRating: null, watchedOn: null, runtime: null };
  return { ...nothing, genres: [], countries: [], ...input };
}

/** What a library is asked for when nothing is left out, unless told; `query` is that of an address. */
export function libraryAsked<T>(input: T, query = "") {
  const { filter } = readFilter(new URLSearchParams(query), { thisYear: 2026 });
  const first = { after: null, show: LIBRARY_PAGE, limit: LIBRARY_PAGE, typos: false };
  return { filter, language: "en" as const, ...first, ...input };
}

/** The statements that `work` sends. */
export async function statementsOf(db: Db, work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const record = ({ sql }: { sql: string }) => void statements.push(sql);
  db.on("query", record);
  try {
    await work();
  } finally {
    db.off("query", record);
  }
  return statements;
}
