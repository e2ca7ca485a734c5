import { beforeEach, describe, expect, test } from "vitest";
import { foundFilm, keepFilms } from "#app/data/films/found-films.server.ts";
import { answersTo, keepAnswers } from "#app/data/films/provider-answers.server.ts";
import { sweepCaches } from "#app/data/films/sweep-caches.server.ts";
import type { FoundFilm } from "#app/domain/film/found-film.ts";
import { NO_IDS } from "#app/domain/film/movie-details.ts";
import { testDatabase } from "#tests/support/database.ts";
import { statementsOf } from "./fixtures.ts";

const { db } = await testDatabase();

const SOLARIS: FoundFilm = {
  ref: "tmdb:593:ru",
  source: "tmdb",
  title: "Солярис",
  originalTitle: "Solaris",
  year: 1972,
  posterUrl: null,
  runtime: null,
  genres: [],
  countries: [],
  description: "“На станции”\nСолярис…",
  rating: { value: 7.9, by: "tmdb" },
  ids: { ...NO_IDS, tmdb: 593 },
};
const WHOLE = { ...SOLARIS, runtime: 169, genres: ["драма"] };
const { ref, ...DETAILS } = SOLARIS;

beforeEach(async () => {
  await db("found_films").delete();
  await db("provider_answers").delete();
});

const age = (table: "found_films" | "provider_answers", days: number) =>
  db(table).update({ told_at: db.raw("told_at - make_interval(days => ?)", [days]) });

describe("a film that was found", () => {
  test("is kept under its ref, in one statement", async () => {
    expect(await statementsOf(db, () => keepFilms([{ film: SOLARIS, whole: false }], db))).toHaveLength(1);
    expect(await foundFilm(ref, db)).toEqual({ film: SOLARIS, whole: false });
    expect(await foundFilm("tmdb:593:en", db)).toBeNull();
  });

  test("as a whole does not go for a line of a list, unless it is a month old", async () => {
    await keepFilms([{ film: SOLARIS, whole: false }], db);
    await keepFilms([{ film: WHOLE, whole: true }], db);
    await keepFilms([{ film: SOLARIS, whole: false }], db);
    expect(await foundFilm(ref, db)).toEqual({ film: WHOLE, whole: true });
    await age("found_films", 31);
    expect(await foundFilm(ref, db)).toEqual({ film: WHOLE, whole: false });
    await keepFilms([{ film: SOLARIS, whole: false }], db);
    expect(await foundFilm(ref, db)).toEqual({ film: SOLARIS, whole: false });
  });

  test("whose row was written by nobody we know is not there", async () => {
    await db("found_films").insert({ ref, details: JSON.stringify({ title: 1 }), whole: true });
    expect(await foundFilm(ref, db)).toBeNull();
  });

  test("by two processes at once, in any order, stops neither", async () => {
    const films = Array.from({ length: 40 }, (_, index) => ({
      film: { ...SOLARIS, ref: `tmdb:${index}:ru` },
      whole: true,
    }));
    const orders = Array.from({ length: 8 }, (_, turn) => (turn % 2 ? films : films.toReversed()));
    await Promise.all(orders.map((order) => keepFilms(order, db)));
    expect(await db("found_films").count()).toEqual([{ count: "40" }]);
  });
});

describe("a provider's answer", () => {
  test("is found by its question, with its age", async () => {
    await keepAnswers(
      [
        { question: "tmdb ru search - солярис", films: [DETAILS] },
        { question: "tmdb ru search - гражданин", films: [] },
      ],
      db,
    );
    await age("provider_answers", 2);
    const [answer, ...more] = await answersTo(["tmdb ru search - солярис", "tmdb ru search - кино"], db);
    expect(answer).toEqual({
      question: "tmdb ru search - солярис",
      films: [DETAILS],
      ageMs: expect.any(Number) as number,
    });
    expect(Math.round(answer!.ageMs / 3_600_000)).toBe(48);
    expect(more).toEqual([]);
    expect(await answersTo(["tmdb ru search - гражданин"], db)).toMatchObject([{ films: [] }]);
  });

  test("takes the place of an older one", async () => {
    const question = "tmdb ru search - солярис";
    await keepAnswers([{ question, films: [] }], db);
    await age("provider_answers", 2);
    await keepAnswers([{ question, films: [DETAILS] }], db);
    const [answer] = await answersTo([question], db);
    expect(answer!.films).toEqual([DETAILS]);
    expect(answer!.ageMs).toBeLessThan(60_000);
  });
});

test("what is too old goes, and the oldest of what is too much", async () => {
  for (const days of [100, 3, 2, 1, 0]) {
    const name = `${days}`;
    await db("provider_answers").insert({ question: name, films: "[]", told_at: daysAgo(days) });
    await db("found_films").insert({ ref: name, details: "{}", whole: true, told_at: daysAgo(days) });
  }
  await sweepCaches(db);
  const left = async () => [
    await db("provider_answers").orderBy("told_at").pluck("question"),
    await db("found_films").orderBy("told_at").pluck("ref"),
  ];
  expect(await left()).toEqual([
    ["3", "2", "1", "0"],
    ["3", "2", "1", "0"],
  ]);
  await sweepCaches(db, { answers: 3, films: 2 });
  expect(await left()).toEqual([
    ["2", "1", "0"],
    ["1", "0"],
  ]);
});

function daysAgo(days: number) {
  return db.raw("now() - make_interval(days => ?)", [days]);
}
