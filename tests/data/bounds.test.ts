import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { ClubFull, ROOM_FOR, throwIfFull } from "#app/data/club/bounds.server.ts";
import { newId } from "#app/data/identity.server.ts";
import { insertLottery, insertLotteryOfMovies } from "#app/data/lotteries/lotteries.server.ts";
import { insertMovie } from "#app/data/library/movies.server.ts";
import { insertWatched } from "#app/data/library/watched.server.ts";
import { FILMS_MAX, LOTTERIES_MAX, POLLS_MAX } from "#app/domain/club/club.ts";
import { idAtShare } from "#app/domain/lottery/lottery.ts";
import { testDatabase } from "#tests/support/database.ts";
import { lotteryOf, SOLARIS, STALKER, statementsOf } from "./fixtures.ts";

const { db } = await testDatabase();

let clubId: string;
beforeEach(async () => {
  clubId = randomUUID();
  await db("movies").delete();
  await db("clubs").insert({ id: clubId });
});

const movie = (film: typeof SOLARIS, submitKey = randomUUID()) => ({
  ...film,
  id: newId(),
  clubId,
  note: "",
  submitKey,
});

/** As many films with the lowest ids as a library of `count` films has among them. */
async function asIfThereWere(count: number): Promise<void> {
  const low = Math.round((count / FILMS_MAX) * 1_000);
  await db.raw(
    `insert into movies (id, club_id, title, title_key, submit_key, payload_hash)
     select '22' || lpad(number::text, 8, '0'), cast(:clubId as uuid), 'Фильм ' || number, 'фильм ' || number,
            gen_random_uuid(), ''
     from generate_series(1, cast(:low as integer)) as number`,
    { clubId, low },
  );
}

/** Lotteries or polls without anything in them. */
async function fill(table: "lotteries" | "polls", count: number): Promise<void> {
  const [columns, values] =
    table === "polls" ? [", method, ends_at, seed", ", 'one', now(), sha256('x')"] : ["", ""];
  await db.raw(
    `insert into ${table} (id, club_id, submit_key, payload_hash${columns})
     select :clubId || number, cast(:clubId as uuid), gen_random_uuid(), ''${values}
     from generate_series(1, cast(:count as integer)) as number`,
    { clubId, count },
  );
}

test("an id stands before the share of all ids that it should", () => {
  expect([idAtShare(0), idAtShare(0.5)]).toEqual(["2222222222", "hhhhhhhhhh"]);
  const below = Array.from({ length: 20_000 }, newId).filter((id) => id < idAtShare(0.1)).length;
  expect(below).toBeGreaterThan(1_700);
  expect(below).toBeLessThan(2_300);
});

test("a library of a million films takes no other one, and still lets those that are there be changed", async () => {
  const key = randomUUID();
  expect(await insertMovie(movie(SOLARIS, key), db)).toMatchObject({ kind: "added" });
  await asIfThereWere(FILMS_MAX + 1_000);
  await expect(insertMovie(movie(STALKER), db)).rejects.toThrow(ClubFull);
  expect(await insertMovie(movie(SOLARIS, key), db)).toMatchObject({ kind: "added" });
  expect(await insertMovie(movie(SOLARIS), db)).toMatchObject({ kind: "again" });
});

test("a library of 900,000 films takes another one, in one statement that looks at a thousandth of it", async () => {
  await asIfThereWere(900_000);
  expect(await statementsOf(db, () => insertMovie(movie(STALKER), db))).toHaveLength(1);
  const { rows } = await db.raw<{ rows: { "QUERY PLAN": string }[] }>(
    `explain select ${ROOM_FOR.movies.replaceAll(":clubId", `'${clubId}'`)}`,
  );
  expect(rows.map((row) => row["QUERY PLAN"]).join("\n")).toMatch(/Index Only Scan using movies_ids/);
});

test("a library of a million films takes no other one that was watched, but knows of its own that they were", async () => {
  await insertMovie(movie(SOLARIS), db);
  const lottery = lotteryOf([SOLARIS, STALKER], { clubId });
  await insertLottery(lottery, db);
  await asIfThereWere(FILMS_MAX + 1_000);
  const saying = (entry: number) => {
    const film = { kind: "lottery", id: lottery.id, entry, clubId } as const;
    return { ...film, on: null, rating: 9, known: false, movieId: newId(), submitKey: randomUUID() };
  };
  await expect(insertWatched(saying(2), db)).rejects.toThrow(ClubFull);
  expect(await db("movies").where({ club_id: clubId, title: STALKER.title })).toEqual([]);
  expect(await insertWatched(saying(1), db)).toMatchObject({ kind: "watched" });
});

test("of lotteries and polls a club has so many, and no more", async () => {
  await fill("lotteries", LOTTERIES_MAX - 1);
  const last = lotteryOf([SOLARIS, STALKER], { clubId });
  expect(await insertLottery(last, db)).toMatchObject({ kind: "created" });
  expect(await insertLottery({ ...last, id: newId() }, db)).toMatchObject({ kind: "existing" });
  await expect(insertLottery(lotteryOf([SOLARIS, STALKER], { clubId }), db)).rejects.toThrow(ClubFull);
  const { entries: _, ...lottery } = lotteryOf([], { clubId });
  const added = await insertMovie(movie(SOLARIS), db);
  const movieIds = ["id" in added ? added.id : ""];
  await expect(insertLotteryOfMovies({ ...lottery, movieIds }, db)).rejects.toThrow(ClubFull);
  await fill("polls", POLLS_MAX - 1);
  await throwIfFull("polls", { clubId }, db);
  await db("polls").insert({
    id: newId(),
    club_id: clubId,
    method: "one",
    ends_at: db.fn.now(),
    seed: Buffer.alloc(32),
    submit_key: randomUUID(),
    payload_hash: "",
  });
  await expect(throwIfFull("polls", { clubId }, db)).rejects.toThrow(ClubFull);
});
