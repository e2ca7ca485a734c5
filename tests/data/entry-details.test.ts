import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { keepFilms } from "#app/data/films/found-films.server.ts";
import { newId } from "#app/data/identity.server.ts";
import { insertLottery, insertLotteryOfMovies, lotteryById } from "#app/data/lotteries/lotteries.server.ts";
import type { NewEntry } from "#app/data/new-entries.server.ts";
import { movieById } from "#app/data/library/movie-rows.server.ts";
import { insertMovie, insertMovieOfEntry } from "#app/data/library/movies.server.ts";
import type { FoundFilm } from "#app/domain/film/found-film.ts";
import { testDatabase } from "#tests/support/database.ts";
import { film, HER, lotteryOf, statementsOf } from "./fixtures.ts";

const { db } = await testDatabase();

const FOUND: FoundFilm = {
  ref: "tmdb:593:ru",
  source: "tmdb",
  title: "Солярис",
  originalTitle: "Solaris",
  year: 1972,
  posterUrl: null,
  runtime: 167,
  genres: ["драма", "фантастика"],
  countries: ["СССР"],
  description: "«На станции»\nСолярис…",
  rating: { value: 7.9, by: "tmdb" },
  ids: { imdb: "tt0069293", tmdb: 593, kinopoisk: null },
};
const FACTS = {
  originalTitle: "Solaris",
  runtime: 167,
  genres: ["драма", "фантастика"],
  rating: { value: 7.9, by: "tmdb" },
  description: "«На станции»\nСолярис…",
};
const CARRIED = {
  originalTitle: "Solaris",
  runtime: 167,
  genres: ["драма", "фантастика"],
  countries: ["СССР"],
  rating: { value: 7.9, by: "tmdb" },
  description: "«На станции»\nСолярис…",
  ids: FOUND.ids,
};

beforeAll(() => keepFilms([{ film: FOUND, whole: true }], db));

const solaris = { ...film("Солярис", 1972), ref: FOUND.ref };

async function factsOf(entries: readonly NewEntry[]) {
  const lottery = lotteryOf(entries);
  await insertLottery(lottery, db);
  return (await lotteryById(lottery, db))!.facts;
}

describe("an entry that was found", () => {
  test("keeps what is known of its film, in the one statement that saves the lottery", async () => {
    const lottery = lotteryOf([HER, solaris]);
    const sent = await statementsOf(db, () => insertLottery(lottery, db));
    expect(sent).toHaveLength(1);
    expect((await lotteryById(lottery, db))!.facts).toEqual({ 2: FACTS });
  });

  test("keeps it as it was then, whatever is told of the film later", async () => {
    const lottery = lotteryOf([HER, solaris]);
    await insertLottery(lottery, db);
    await keepFilms([{ film: { ...FOUND, runtime: 99 }, whole: true }], db);
    expect((await lotteryById(lottery, db))!.facts).toEqual({ 2: FACTS });
    await keepFilms([{ film: FOUND, whole: true }], db);
  });

  test.each([
    ["of another title", { ...solaris, title: "Сталкер" }],
    ["of another year", { ...solaris, year: 2002 }],
    ["without a year", { ...solaris, year: null }],
    ["that nobody has found", { ...solaris, ref: "tmdb:1:ru" }],
    ["of no ref at all", { ...solaris, ref: null }],
    ["of nonsense", { ...solaris, ref: "'; drop table found_films; --" }],
  ])("and then became one %s is taken as it was typed", async (_, entry) => {
    expect(await factsOf([HER, entry])).toEqual({});
  });
});

describe("what is known of a film", () => {
  const clubId = randomUUID();
  const add = (movie: NewEntry) =>
    insertMovie({ ...movie, id: newId(), clubId, note: "", submitKey: randomUUID() }, db);

  test("goes along into the library, from there into a lottery, and from that into another library", async () => {
    const added = await add(solaris);
    const other = await add(film("Her", 2013));
    const ids = [added, other].map((each) => ("id" in each ? each.id : ""));
    expect(await movieById({ id: ids[0]!, clubId }, db)).toMatchObject(CARRIED);
    const { entries: _, ...lottery } = lotteryOf([]);
    await insertLotteryOfMovies({ ...lottery, clubId, movieIds: ids }, db);
    const { entries, facts } = (await lotteryById(lottery, db))!;
    const { position } = entries.find(({ title }) => title === "Солярис")!;
    expect(facts).toEqual({ [position]: FACTS });
    const elsewhere = { clubId: randomUUID(), lotteryId: lottery.id, position, id: newId() };
    await insertMovieOfEntry({ ...elsewhere, submitKey: randomUUID() }, db);
    expect(await movieById({ id: elsewhere.id, clubId: elsewhere.clubId }, db)).toMatchObject(CARRIED);
  });

  test("completes a film that is in the library already, and changes nothing that it has", async () => {
    const club = randomUUID();
    const first = { ...film("Солярис", 1972), id: newId(), clubId: club, note: "", submitKey: randomUUID() };
    await insertMovie(first, db);
    await db("movies")
      .where({ id: first.id })
      .update({ runtime: 115, genres: ["своё"] });
    await insertMovie({ ...first, ...solaris, id: newId(), submitKey: randomUUID() }, db);
    expect(await movieById({ id: first.id, clubId: club }, db)).toMatchObject({
      ...CARRIED,
      runtime: 115,
      genres: ["своё"],
    });
  });
});

test("details that no release of ours wrote are no reason to lose the page", async () => {
  const lottery = lotteryOf([HER, solaris]);
  await insertLottery(lottery, db);
  for (const odd of [
    '"text"',
    "[]",
    "7",
    '{"runtime": "long", "genres": 5, "rating": {"value": "x"}}',
    "null",
  ]) {
    await db.raw("update entries set details = cast(? as jsonb) where lottery_id = ?", [odd, lottery.id]);
    expect((await lotteryById(lottery, db))!.facts).toEqual({});
  }
});
