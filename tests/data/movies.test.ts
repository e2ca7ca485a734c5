import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type LibraryMovie, NOTE_MAX } from "#app/domain/library/library.ts";
import type { Place } from "#app/domain/library/library-place.ts";
import { insertLottery, insertLotteryOfMovies } from "#app/data/lotteries/lotteries.server.ts";
import { insertMovieOfEntry, insertMovie, updateMovie } from "#app/data/library/movies.server.ts";
import { type FoundMovies, searchLibrary } from "#app/data/library/search.server.ts";
import { movieById } from "#app/data/library/movie-rows.server.ts";
import { newId } from "#app/data/identity.server.ts";
import { moveToTrash } from "#app/data/library/trash.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import {
  BROTHER,
  HER,
  SOLARIS,
  STALKER,
  film,
  libraryAsked,
  libraryMovie,
  lotteryOf,
  movieEditOf,
  statementsOf,
} from "./fixtures.ts";

const { db } = await testDatabase();

const listOf = async (clubId: string) =>
  (await searchLibrary(libraryAsked({ clubId, limit: 100 }), db)).items;
const titlesOf = async (clubId: string) => (await listOf(clubId)).map(({ title }) => title);

const only = ({ id, clubId }: { id: string; clubId: string }) => ({ id, clubId });

/** What a film has that was only typed. */
const NOTHING_KNOWN = {
  originalTitle: null,
  runtime: null,
  genres: [],
  countries: [],
  rating: null,
  badges: [],
  tags: [],
  ownRating: null,
  watchedOn: null,
  description: null,
  ids: { imdb: null, tmdb: null, kinopoisk: null },
};

/** Puts a movie into the past, so that what is added next is newer whatever the clock does. */
const age = (id: string, at: string) =>
  db("movies")
    .where({ id })
    .update({ added_at: new Date(at) });

describe("adding", () => {
  test("keeps the movie as it was given, in one statement", async () => {
    const movie = libraryMovie(SOLARIS, { note: "С Аней\nв пятницу" });
    expect(await statementsOf(db, () => insertMovie(movie, db))).toHaveLength(1);
    expect(await movieById(movie, db)).toEqual({
      ...SOLARIS,
      id: movie.id,
      note: "С Аней\nв пятницу",
      addedAt: expect.any(Date) as Date,
      ...NOTHING_KNOWN,
    });
  });

  test("what providers and the club say of a movie is read as it was written", async () => {
    const movie = libraryMovie(SOLARIS);
    await insertMovie(movie, db);
    await db.raw(
      `update movies set original_title = 'Солярис', runtime = 167, genres = '{фантастика,драма}', countries = '{СССР}',
         description = 'Океан.', rating = 7.9, rating_by = 'kinopoisk', imdb_id = 'tt0069293', tmdb_id = 593,
         kinopoisk_id = 43911, badges = '{watched,of-a-later-release,favourite}', tags = '{с аней}', own_rating = 9,
         watched_on = '2026-03-29'
       where id = ?`,
      [movie.id],
    );
    const kept = await movieById(movie, db);
    expect(kept).toMatchObject({
      originalTitle: "Солярис",
      runtime: 167,
      genres: ["фантастика", "драма"],
      countries: ["СССР"],
      description: "Океан.",
      rating: { value: 7.9, by: "kinopoisk" },
      ids: { imdb: "tt0069293", tmdb: 593, kinopoisk: 43911 },
      badges: ["favourite", "watched"],
      tags: ["с аней"],
      ownRating: 9,
      watchedOn: "2026-03-29",
    });
    const { description: _, ids: __, ...listed } = kept!;
    expect(await listOf(movie.clubId)).toEqual([listed]);
  });

  test("the same movie again comes to the top and is not doubled", async () => {
    const clubId = randomUUID();
    const hedgehog = libraryMovie(film("Ёжик в тумане", 1975), { clubId });
    expect(await insertMovie(hedgehog, db)).toEqual({ kind: "added", id: hedgehog.id, worthKeeping: false });
    await age(hedgehog.id, "2026-11-20T19:00:00Z");
    const brother = libraryMovie(BROTHER, { clubId });
    await insertMovie(brother, db);
    await age(brother.id, "2026-11-21T19:00:00Z");
    expect(await titlesOf(clubId)).toEqual(["Брат", "Ёжик в тумане"]);

    const again = libraryMovie(film("ЕЖИК В ТУМАНЕ!", 1975), { clubId });
    expect(await insertMovie(again, db)).toEqual({ kind: "again", id: hedgehog.id, worthKeeping: false });
    expect(await titlesOf(clubId)).toEqual(["Ёжик в тумане", "Брат"]);
  });

  test("films of one title and different years are different films; no year is one more", async () => {
    const clubId = randomUUID();
    for (const year of [1972, 2002, null, 1972, null]) {
      await insertMovie(libraryMovie(film("Solaris", year), { clubId }), db);
    }
    const years = (await listOf(clubId)).map(({ year }) => String(year));
    expect(years.sort()).toEqual(["1972", "2002", "null"]);
  });

  test("a new note is put below the old one, and one that is there is not doubled", async () => {
    const clubId = randomUUID();
    const notes = ["", "Смотреть в 2010-м", "с Аней\nи с котом", "", "с Аней\nи с котом", "1"];
    for (const note of notes) await insertMovie(libraryMovie(STALKER, { clubId, note }), db);
    expect((await listOf(clubId)).map(({ note }) => note)).toEqual([
      "Смотреть в 2010-м\nс Аней\nи с котом\n1",
    ]);
  });

  test("a note that does not fit under the old one saves nothing, and a fitting one still does", async () => {
    const clubId = randomUUID();
    const first = "ё".repeat(NOTE_MAX - 10);
    const [her, stalker] = [libraryMovie(HER, { clubId, note: first }), libraryMovie(STALKER, { clubId })];
    for (const movie of [her, stalker]) await insertMovie(movie, db);
    await age(her.id, "2026-11-20T19:00:00Z");
    await age(stalker.id, "2026-11-21T19:00:00Z");
    const tooMuch = libraryMovie(HER, { clubId, note: "🍿".repeat(10) });
    expect(await insertMovie(tooMuch, db)).toEqual({ kind: "note-full" });
    expect((await listOf(clubId)).map(({ title, note }) => [title, note])).toEqual([
      [STALKER.title, ""],
      [HER.title, first],
    ]);
    const shorter = { ...tooMuch, note: "🍿".repeat(9) };
    expect(await insertMovie(shorter, db)).toMatchObject({ kind: "again" });
    expect((await listOf(clubId))[0]?.note).toBe(`${first}\n${shorter.note}`);
    expect(await insertMovie(libraryMovie(HER, { clubId }), db), "without a note").toMatchObject({
      kind: "again",
    });
  });

  test("a poster is never lost by adding the movie without one", async () => {
    const clubId = randomUUID();
    await insertMovie(libraryMovie(SOLARIS, { clubId }), db);
    await insertMovie(libraryMovie({ ...SOLARIS, posterUrl: null }, { clubId }), db);
    expect((await listOf(clubId))[0]?.posterUrl).toBe(SOLARIS.posterUrl);
    await insertMovie(libraryMovie({ ...SOLARIS, posterUrl: "https://example.org/new.jpg" }, { clubId }), db);
    expect((await listOf(clubId))[0]?.posterUrl).toBe("https://example.org/new.jpg");
  });

  test("ten submits of one form at the same moment add one movie, and none is told off", async () => {
    // Many rounds, because the twins must meet between two checks of the database to be mistaken for strangers.
    for (let round = 0; round < 40; round++) {
      const movie = libraryMovie(HER, { note: "с Аней" });
      const submits = Array.from({ length: 10 }, () => insertMovie({ ...movie, id: newId() }, db));
      const results = await Promise.all(submits);
      const kinds = new Set(results.map(({ kind }) => kind));
      expect([...kinds].filter((kind) => kind !== "again")).toEqual(["added"]);
      expect((await listOf(movie.clubId)).map(({ note }) => note)).toEqual(["с Аней"]);
    }
  });

  test("a form that is sent again hears what the first time may have been lost on its way", async () => {
    const movie = libraryMovie(STALKER, { note: "с Аней" });
    const added = { kind: "added", id: movie.id, worthKeeping: false };
    expect(await insertMovie(movie, db)).toEqual(added);
    expect(await insertMovie({ ...movie, id: newId() }, db)).toEqual(added);
    expect(await titlesOf(movie.clubId)).toEqual(["Сталкер"]);
  });

  test("the same form sent with another film saves nothing and says so", async () => {
    const first = libraryMovie(STALKER);
    await insertMovie(first, db);
    const edited = libraryMovie(BROTHER, { clubId: first.clubId, submitKey: first.submitKey });
    expect(await insertMovie(edited, db)).toEqual({ kind: "key-reused" });
    expect(await titlesOf(first.clubId)).toEqual(["Сталкер"]);
  });

  test("a form of one club cannot touch the library of another", async () => {
    const first = libraryMovie(STALKER);
    await insertMovie(first, db);
    const other = libraryMovie(STALKER, { submitKey: first.submitKey });
    expect(await insertMovie(other, db)).toEqual({ kind: "key-reused" });
    expect(await listOf(other.clubId)).toEqual([]);
    expect(await listOf(first.clubId)).toHaveLength(1);
  });
});

describe("adding an entry of a lottery", () => {
  const ofEntry = (lotteryId: string, position: number, clubId = randomUUID()) => ({
    id: newId(),
    clubId,
    lotteryId,
    position,
    submitKey: randomUUID(),
  });

  test("takes title, year and poster along, for a club that is new, in one statement", async () => {
    const { id } = await insertLottery(lotteryOf([BROTHER, SOLARIS]), db);
    const entry = ofEntry(id, 2);
    const statements = await statementsOf(db, async () => {
      expect(await insertMovieOfEntry(entry, db)).toEqual({ kind: "added", title: SOLARIS.title });
    });
    expect(statements).toHaveLength(1);
    expect(await listOf(entry.clubId)).toMatchObject([{ ...SOLARIS, id: entry.id, note: "" }]);
  });

  test("brings a movie that is there to the top, with its note, however it is written", async () => {
    const clubId = randomUUID();
    const hedgehog = libraryMovie(film("Ёжик в тумане", 1975), { clubId, note: "для мамы" });
    const her = libraryMovie(HER, { clubId });
    for (const movie of [hedgehog, her]) await insertMovie(movie, db);
    await age(her.id, "2026-11-21T19:00:00Z");
    const { id } = await insertLottery(lotteryOf([film("ЕЖИК В ТУМАНЕ!", 1975), BROTHER]), db);
    expect(await insertMovieOfEntry(ofEntry(id, 1, clubId), db)).toEqual({
      kind: "again",
      title: "ЕЖИК В ТУМАНЕ!",
    });
    expect(await listOf(clubId)).toMatchObject([
      { id: hedgehog.id, title: "Ёжик в тумане", note: "для мамы" },
      HER,
    ]);
  });

  test("knows the movie of a lottery that was made of the library", async () => {
    const clubId = randomUUID();
    const movies = [film("Ёлки", 2010), BROTHER].map((movie) => libraryMovie(movie, { clubId }));
    for (const movie of movies) await insertMovie(movie, db);
    const picked = { ...lotteryOf([], { clubId }), movieIds: movies.map(({ id }) => id) };
    const made = await insertLotteryOfMovies(picked, db);
    expect(await insertMovieOfEntry(ofEntry(made!.id, 1, clubId), db)).toMatchObject({ kind: "again" });
    expect(await insertMovieOfEntry(ofEntry(made!.id, 2, clubId), db)).toMatchObject({ kind: "again" });
  });

  test("knows it too when an older release made the entry", async () => {
    const clubId = randomUUID();
    await insertMovie(libraryMovie(HER, { clubId }), db);
    const { id } = await insertLottery(lotteryOf([HER, BROTHER]), db);
    await db("entries").where({ lottery_id: id }).update({ title_key: null });
    expect(await insertMovieOfEntry(ofEntry(id, 1, clubId), db)).toMatchObject({ kind: "again" });
  });

  test("makes nothing of an entry that is not there, not even a club", async () => {
    const { id } = await insertLottery(lotteryOf([BROTHER, SOLARIS]), db);
    const entry = ofEntry(id, 3);
    expect(await insertMovieOfEntry(entry, db)).toBeNull();
    expect(await db("clubs").where({ id: entry.clubId }).select("id")).toEqual([]);
  });
});

describe("the list", () => {
  test("page by page brings each movie once, newest first, also those of the same millisecond", async () => {
    const clubId = randomUUID();
    const movies = Array.from({ length: 17 }, (_, index) => libraryMovie(film(`Ёлки ${index}`), { clubId }));
    for (const [index, movie] of movies.entries()) {
      await insertMovie(movie, db);
      await age(movie.id, `2026-11-20T19:00:00.00${index % 2}Z`);
    }
    const seen: LibraryMovie[] = [];
    let after: Place | null = null;
    do {
      const page: FoundMovies = await searchLibrary(libraryAsked({ clubId, after, limit: 5 }), db);
      seen.push(...page.items);
      after = page.next;
    } while (after);
    expect(seen.map(({ id }) => id).sort()).toEqual(movies.map(({ id }) => id).sort());
    const times = seen.map(({ addedAt }) => addedAt.getTime());
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  test("is of one club only", async () => {
    const [ours, theirs] = [libraryMovie(STALKER), libraryMovie(SOLARIS)];
    await insertMovie(ours, db);
    await insertMovie(theirs, db);
    expect(await titlesOf(ours.clubId)).toEqual(["Сталкер"]);
    expect(await titlesOf(theirs.clubId)).toEqual(["Solaris"]);
  });
});

describe("one movie", () => {
  test("can be read, noted and removed by its club", async () => {
    const movie = libraryMovie(STALKER);
    await insertMovie(movie, db);
    expect(
      await updateMovie(
        { ...movieEditOf({ note: "Зона", badges: ["watched"], watchedOn: "2026-02-28" }), ...only(movie) },
        db,
      ),
    ).toBe(true);
    expect((await movieById(movie, db))?.note).toBe("Зона");
    const removal = { ids: [movie.id], removal: randomUUID() };
    expect(await moveToTrash({ ...movie, ...removal }, db)).toEqual({ removed: 1, gone: 0 });
    expect(await movieById(movie, db)).toBeNull();
    expect(
      await updateMovie(
        { ...movieEditOf({ note: "Зона", badges: ["watched"], watchedOn: "2026-02-28" }), ...only(movie) },
        db,
      ),
    ).toBe(false);
    expect(await moveToTrash({ ...movie, ids: [movie.id], removal: randomUUID() }, db)).toEqual({
      removed: 0,
      gone: 1,
    });
  });

  test("is not there for any other club", async () => {
    const movie = libraryMovie(STALKER, { note: "Зона" });
    await insertMovie(movie, db);
    const stranger = { id: movie.id, clubId: randomUUID() };
    expect(await movieById(stranger, db)).toBeNull();
    expect(await updateMovie({ ...movieEditOf(), ...only(stranger) }, db)).toBe(false);
    expect(await moveToTrash({ ...stranger, ids: [movie.id], removal: randomUUID() }, db)).toEqual({
      removed: 0,
      gone: 1,
    });
    expect((await movieById(movie, db))?.note).toBe("Зона");
  });
});
