import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { formatCursor, pageOf, parseCursor } from "#app/domain/library/library.ts";
import { sha256 } from "#app/data/lotteries/commitments.server.ts";
import {
  deleteLottery,
  insertLottery,
  insertLotteryOfMovies,
  lotteryById,
} from "#app/data/lotteries/lotteries.server.ts";
import { historyOfClub } from "#app/data/lotteries/history.server.ts";
import { insertMovie } from "#app/data/library/movies.server.ts";
import { newId } from "#app/data/identity.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import {
  BROTHER,
  HER,
  SOLARIS,
  STALKER,
  film,
  drawFilm,
  libraryMovie,
  lotteryOf,
  statementsOf,
} from "./fixtures.ts";

const { db } = await testDatabase();

const listOf = (clubId: string) => historyOfClub({ clubId, before: null, limit: 100, entriesEach: 25 }, db);
const rowsWithKey = async (submitKey: string) =>
  (await db("lotteries").where({ submit_key: submitKey })).length;

describe("creating", () => {
  test("saves a lottery with its entries in the order given", async () => {
    const lottery = lotteryOf([STALKER, SOLARIS, film('</script> "M" 🎬', 1931)], { name: "Пятница" });
    expect(await insertLottery(lottery, db)).toEqual({ kind: "created", id: lottery.id });
    expect(await lotteryById({ id: lottery.id }, db)).toEqual({
      id: lottery.id,
      clubId: lottery.clubId,
      name: "Пятница",
      createdAt: expect.any(Date) as Date,
      entries: lottery.entries.map((entry, index) => ({
        ...entry,
        position: index + 1,
        id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        weight: 1,
      })),
      facts: {},
      draws: [],
      olderDraws: 0,
      draw: null,
      open: {
        number: 1,
        seedHash: sha256(lottery.seed),
        listHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        intact: true,
        leftOut: [],
        reason: "",
        renewedAt: null,
      },
      hat: null,
    });
  });

  test("is one statement, with 25 entries too", async () => {
    const entries = Array.from({ length: 25 }, (_, index) => film(`Ёлки ${index + 1}`));
    const lottery = lotteryOf(entries);
    expect(await statementsOf(db, () => insertLottery(lottery, db))).toHaveLength(1);
    expect((await lotteryById({ id: lottery.id }, db))?.entries.map(({ title }) => title)).toEqual(
      entries.map(({ title }) => title),
    );
  });

  test("ten submits of one form at the same moment make one lottery", async () => {
    const first = lotteryOf([STALKER, HER]);
    const submits = Array.from({ length: 10 }, () => insertLottery({ ...first, id: newId() }, db));
    const results = await Promise.all(submits);
    expect(results.filter(({ kind }) => kind === "created")).toHaveLength(1);
    expect(results.filter(({ kind }) => kind === "existing")).toHaveLength(9);
    expect(new Set(results.map(({ id }) => id)).size).toBe(1);
    expect(await rowsWithKey(first.submitKey)).toBe(1);
    expect((await lotteryById({ id: results[0]!.id }, db))?.entries).toHaveLength(2);
  });

  test("the same form sent with other content changes nothing and says so", async () => {
    const first = lotteryOf([STALKER, HER]);
    await insertLottery(first, db);
    const edited = lotteryOf([BROTHER, HER], { clubId: first.clubId, submitKey: first.submitKey });
    expect(await insertLottery(edited, db)).toEqual({ kind: "key-reused", id: first.id });
    const kept = await lotteryById({ id: first.id }, db);
    expect(kept?.entries.map(({ title }) => title)).toEqual(["Сталкер", "Her"]);
    expect(await lotteryById({ id: edited.id }, db)).toBeNull();
  });

  test("what breaks a rule of the tables leaves no half of a lottery behind", async () => {
    const lottery = lotteryOf([STALKER, film("")]);
    await expect(insertLottery(lottery, db)).rejects.toMatchObject({ code: "23514" });
    expect(await lotteryById({ id: lottery.id }, db)).toBeNull();
  });
});

describe("a lottery of library movies", () => {
  const clubId = randomUUID();
  const picked = (movieIds: readonly string[], wish = {}) => ({
    ...lotteryOf([], { clubId }),
    ...wish,
    movieIds,
  });

  async function keep(...movies: ReturnType<typeof film>[]): Promise<string[]> {
    const ids: string[] = [];
    for (const movie of movies) {
      const added = await insertMovie(libraryMovie(movie, { clubId }), db);
      if ("id" in added) ids.push(added.id);
    }
    return ids;
  }

  test("takes titles, years and posters from the library, in one statement", async () => {
    const lottery = picked(await keep(STALKER, SOLARIS));
    expect(await statementsOf(db, () => insertLotteryOfMovies(lottery, db))).toHaveLength(1);
    const entries = (await lotteryById({ id: lottery.id }, db))?.entries ?? [];
    expect(entries.map(({ position }) => position)).toEqual([1, 2]);
    expect(entries.map(({ title, year, posterUrl }) => ({ title, year, posterUrl }))).toEqual(
      expect.arrayContaining([STALKER, SOLARIS]),
    );
  });

  test("is made once, however often the button is pressed", async () => {
    const lottery = picked(await keep(BROTHER, HER));
    const presses = Array.from({ length: 10 }, () => insertLotteryOfMovies({ ...lottery, id: newId() }, db));
    const results = await Promise.all(presses);
    expect(results.filter((result) => result?.kind === "created")).toHaveLength(1);
    expect(results.filter((result) => result?.kind === "existing")).toHaveLength(9);
    expect(await rowsWithKey(lottery.submitKey)).toBe(1);
  });

  test("is not made when one of the movies is gone, or another club's", async () => {
    const [mine] = await keep(STALKER);
    const theirs = libraryMovie(HER);
    await insertMovie(theirs, db);
    for (const movieIds of [
      [mine!, newId()],
      [mine!, theirs.id],
    ]) {
      const lottery = picked(movieIds);
      expect(await insertLotteryOfMovies(lottery, db)).toBeNull();
      expect(await rowsWithKey(lottery.submitKey)).toBe(0);
    }
  });

  test("is there for who presses again after one of its movies was removed", async () => {
    const movieIds = await keep(film("Груз 200", 2007), film("Жмурки", 2005));
    const lottery = picked(movieIds);
    await insertLotteryOfMovies(lottery, db);
    await db("movies").where({ id: movieIds[0]! }).delete();
    expect(await insertLotteryOfMovies(picked(movieIds, { ...lottery, id: newId() }), db)).toEqual({
      kind: "existing",
      id: lottery.id,
    });
  });
});

describe("lists", () => {
  test("show newest first, with the count, the first entries, and the winner once there is one", async () => {
    const clubId = randomUUID();
    const older = lotteryOf([STALKER, SOLARIS, BROTHER], { clubId, name: "Пятница" });
    const newer = lotteryOf([HER, BROTHER], { clubId });
    await insertLottery(older, db);
    await db("lotteries")
      .where({ id: older.id })
      .update({ created_at: new Date("2026-11-20T19:00:00Z") });
    await insertLottery(newer, db);
    const drawn = await drawFilm({ lotteryId: older.id }, db);

    const list = await historyOfClub({ clubId, before: null, limit: 10, entriesEach: 2 }, db);
    expect(list).toEqual([
      {
        id: newer.id,
        name: null,
        host: "",
        createdAt: expect.any(Date) as Date,
        entryCount: 2,
        first: [HER, BROTHER],
        drawn: false,
        winner: null,
        earlier: [],
        collecting: false,
        olderDraws: 0,
      },
      {
        id: older.id,
        name: "Пятница",
        host: "",
        createdAt: new Date("2026-11-20T19:00:00Z"),
        entryCount: 3,
        first: [STALKER, SOLARIS],
        drawn: true,
        winner: older.entries[drawn.winner - 1],
        earlier: [],
        collecting: false,
        olderDraws: 0,
      },
    ]);
  });

  test("are of one club only, and take one statement", async () => {
    const [ours, theirs] = [lotteryOf([STALKER, HER]), lotteryOf([SOLARIS, BROTHER])];
    await insertLottery(ours, db);
    await insertLottery(theirs, db);
    expect((await listOf(ours.clubId)).map(({ id }) => id)).toEqual([ours.id]);
    expect((await listOf(theirs.clubId)).map(({ id }) => id)).toEqual([theirs.id]);
    expect(await listOf(randomUUID())).toEqual([]);
    expect(await statementsOf(db, () => listOf(ours.clubId))).toHaveLength(1);
  });

  test("page by page bring each lottery once, also those of the same millisecond", async () => {
    const clubId = randomUUID();
    const lotteries = Array.from({ length: 23 }, () => lotteryOf([STALKER, HER], { clubId }));
    for (const lottery of lotteries) await insertLottery(lottery, db);
    const moments = ["2026-11-20T19:00:00.001Z", "2026-11-20T19:00:00.002Z"];
    for (const [index, { id }] of lotteries.entries()) {
      await db("lotteries")
        .where({ id })
        .update({ created_at: new Date(moments[index % 2]!) });
    }

    const seen: { id: string; createdAt: Date }[] = [];
    let before: string | null = null;
    do {
      const cursor = parseCursor(before);
      const rows = await historyOfClub({ clubId, before: cursor, limit: 6, entriesEach: 1 }, db);
      const page = pageOf(rows, 5, ({ createdAt, id }) => ({ at: createdAt, id }));
      seen.push(...page.items);
      before = page.before;
    } while (before);

    expect(seen.map(({ id }) => id).sort()).toEqual(lotteries.map(({ id }) => id).sort());
    const times = seen.map(({ createdAt }) => createdAt.getTime());
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  test("find their place again by the time that the database itself gave", async () => {
    const clubId = randomUUID();
    const lotteries = Array.from({ length: 3 }, () => lotteryOf([STALKER, HER], { clubId }));
    for (const lottery of lotteries) await insertLottery(lottery, db);
    const [newest, ...rest] = await listOf(clubId);
    const before = parseCursor(formatCursor({ at: newest!.createdAt, id: newest!.id }));
    expect(await historyOfClub({ clubId, before, limit: 10, entriesEach: 25 }, db)).toEqual(rest);
  });

  test("bear with any cursor that a link may hold", async () => {
    for (const text of ["999999999999999-z", "0-0"]) {
      const before = parseCursor(text);
      expect(await historyOfClub({ clubId: randomUUID(), before, limit: 1, entriesEach: 1 }, db)).toEqual([]);
    }
  });
});

describe("deleting", () => {
  test("takes entries and draw along", async () => {
    const lottery = lotteryOf([STALKER, HER]);
    await insertLottery(lottery, db);
    await drawFilm({ lotteryId: lottery.id }, db);
    expect(await deleteLottery(lottery, db)).toBe("deleted");
    expect(await lotteryById({ id: lottery.id }, db)).toBeNull();
    expect(await db("entries").where({ lottery_id: lottery.id })).toEqual([]);
    expect(await db("draws").where({ lottery_id: lottery.id })).toEqual([]);
    expect(await deleteLottery(lottery, db)).toBe("gone");
  });

  test("is for the club that owns the lottery", async () => {
    const lottery = lotteryOf([STALKER, HER]);
    await insertLottery(lottery, db);
    expect(await deleteLottery({ id: lottery.id, clubId: randomUUID() }, db)).toBe("foreign");
    expect(await lotteryById({ id: lottery.id }, db)).not.toBeNull();
  });
});
