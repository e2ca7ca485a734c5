import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { carryOutPart, importById, insertImport } from "#app/data/library/imports.server.ts";
import { readFilm, type FilmTexts, type ImportedFilm } from "#app/domain/importing/imported-film.ts";
import { withKeys } from "#app/domain/importing/reading.ts";
import { testDatabase } from "#tests/support/database.ts";
import { statementsOf } from "./fixtures.ts";

const { db } = await testDatabase();
const NOW = Date.UTC(2026, 10, 28, 12);

function filmOf(texts: FilmTexts): ImportedFilm {
  const read = readFilm(texts, NOW);
  if (!("film" in read)) throw new Error(read.problem);
  return read.film;
}

const SOLARIS = filmOf({
  title: "Солярис",
  year: "1972",
  originalTitle: "Solaris",
  runtime: "167",
  genres: ["драма", "фантастика"],
  countries: ["СССР"],
  description: "Психолог летит к океану.",
  rating: "8.0",
  ratingBy: "imdb",
  imdb: "tt0069293",
  note: "На большом экране",
  badges: ["favourite"],
  tags: ["тарковский"],
  ownRating: "9",
  watchedOn: "2024-02-29",
  addedAt: "2020-01-02T03:04:05.678Z",
});
const BARE = filmOf({ title: "Ran" });

const start = (clubId: string, films: ImportedFilm[], submitKey: string = randomUUID()) =>
  insertImport(
    {
      clubId,
      fileName: "films.csv",
      films: films.map(withKeys),
      unreadable: [],
      unreadableCount: 0,
      submitKey,
      now: Date.now(),
    },
    db,
  );
const COLUMNS = `title, year, original_title, runtime, genres, countries, description, rating::float8, rating_by, imdb_id,
  note, badges, tags, own_rating, watched_on::text, added_at, search_key`;
const moviesOf = async (clubId: string) => {
  const sql = `select ${COLUMNS} from movies where club_id = ? order by added_at`;
  const { rows } = await db.raw<{ rows: Record<string, unknown>[] }>(sql, [clubId]);
  return rows;
};
async function carryOut(which: { id: string; clubId: string }) {
  let progress = await carryOutPart(which, db);
  while (progress === "more") progress = await carryOutPart(which, db);
  return progress;
}
async function imported(clubId: string, films: ImportedFilm[]) {
  const id = (await start(clubId, films))!;
  await carryOut({ id, clubId });
  return (await importById({ id, clubId, from: 0 }, db))!.result;
}

test("a film comes with all that a file knows of it, and the first of the file is on top", async () => {
  const clubId = randomUUID();
  expect(await imported(clubId, [SOLARIS, BARE, filmOf({ title: "Her" })])).toEqual({ added: 3, known: 0 });
  const [solaris, her, ran] = await moviesOf(clubId);
  expect(solaris).toEqual({
    title: "Солярис",
    year: 1972,
    original_title: "Solaris",
    runtime: 167,
    genres: ["драма", "фантастика"],
    countries: ["СССР"],
    description: "Психолог летит к океану.",
    rating: 8,
    rating_by: "imdb",
    imdb_id: "tt0069293",
    note: "На большом экране",
    badges: ["favourite", "watched"],
    tags: ["тарковский"],
    own_rating: 9,
    watched_on: "2024-02-29",
    added_at: new Date("2020-01-02T03:04:05.678Z"),
    search_key: "солярис \n solaris",
  });
  expect([her!.title, ran!.title]).toEqual(["Her", "Ran"]);
});

test("a film that is there keeps what is said of it, and gets what is missing; a second time changes nothing", async () => {
  const clubId = randomUUID();
  const mine = {
    ...SOLARIS,
    note: "Моё",
    ownRating: 3,
    badges: ["want" as const],
    watchedOn: null,
    runtime: null,
  };
  await imported(clubId, [{ ...mine, tags: ["вдвоём"] }]);
  expect(await imported(clubId, [SOLARIS, BARE])).toEqual({ added: 1, known: 1 });
  const after = await moviesOf(clubId);
  expect(after[0]).toMatchObject({
    note: "Моё",
    own_rating: 3,
    runtime: 167,
    watched_on: "2024-02-29",
    badges: ["want", "favourite", "watched"],
    tags: ["вдвоём", "тарковский"],
  });
  expect(await imported(clubId, [SOLARIS, BARE])).toEqual({ added: 0, known: 2 });
  expect(await moviesOf(clubId)).toEqual(after);
});

describe("an import", () => {
  test("shows which films are there, a page at a time", async () => {
    const clubId = randomUUID();
    await imported(clubId, [SOLARIS]);
    const films = Array.from({ length: 150 }, (_, index) => filmOf({ title: `Ералаш ${index}` }));
    const id = (await start(clubId, [...films, SOLARIS]))!;
    const first = await importById({ id, clubId, from: 0 }, db);
    expect(first).toMatchObject({ count: 151, there: 1, fileName: "films.csv", result: null });
    expect(first!.films).toHaveLength(100);
    const second = await importById({ id, clubId, from: 100 }, db);
    expect(second!.films.at(0)).toEqual({ title: "Ералаш 100", year: null, there: false });
    expect(second!.films.at(-1)).toEqual({ title: "Солярис", year: 1972, there: true });
    expect(second!.films).toHaveLength(51);
  });

  test("is nobody else's, and is gone after a day", async () => {
    const clubId = randomUUID();
    const id = (await start(clubId, [SOLARIS]))!;
    const stranger = { id, clubId: randomUUID() };
    expect(await importById({ ...stranger, from: 0 }, db)).toBeNull();
    expect(await carryOutPart(stranger, db)).toBeNull();
    await db("imports")
      .where({ id })
      .update({ created_at: db.raw("now() - interval '25 hours'") });
    expect(await importById({ id, clubId, from: 0 }, db)).toBeNull();
    expect(await carryOutPart({ id, clubId }, db)).toBeNull();
    expect(await moviesOf(clubId)).toEqual([]);
    await start(randomUUID(), [SOLARIS]);
    expect(await db("imports").where({ id }).first("id")).toBeUndefined();
  });

  test("is carried out once, however often and by however many it is confirmed", async () => {
    const clubId = randomUUID();
    const id = (await start(clubId, [SOLARIS, BARE]))!;
    await Promise.all(Array.from({ length: 5 }, () => carryOutPart({ id, clubId }, db)));
    expect(await carryOutPart({ id, clubId }, db)).toBe("done");
    expect((await importById({ id, clubId, from: 0 }, db))!.result).toEqual({ added: 2, known: 0 });
    expect(await moviesOf(clubId)).toHaveLength(2);
    // Removed afterwards, and not brought back by a late press.
    await db("movies").where({ club_id: clubId }).delete();
    await carryOutPart({ id, clubId }, db);
    expect(await moviesOf(clubId)).toEqual([]);
  });

  test("of the same form is the same one; what was sent last counts until it is confirmed", async () => {
    const clubId = randomUUID();
    const key = randomUUID();
    const id = (await start(clubId, [SOLARIS], key))!;
    expect(await start(clubId, [BARE], key)).toBe(id);
    expect((await importById({ id, clubId, from: 0 }, db))!.films).toMatchObject([{ title: "Ran" }]);
    expect(await start(randomUUID(), [SOLARIS], key), "another club").toBeNull();
    await carryOutPart({ id, clubId }, db);
    expect(await start(clubId, [SOLARIS], key)).toBeNull();
  });

  test("takes the place of the oldest of five", async () => {
    const clubId = randomUUID();
    const ids = [];
    for (let count = 0; count < 7; count++) ids.push(await start(clubId, [BARE]));
    const kept = await db("imports").where({ club_id: clubId }).pluck("id");
    expect(new Set(kept)).toEqual(new Set(ids.slice(-5)));
  });

  test("is one statement each time", async () => {
    const clubId = randomUUID();
    let id = "";
    expect(await statementsOf(db, async () => (id = (await start(clubId, [SOLARIS]))!))).toHaveLength(1);
    expect(await statementsOf(db, () => carryOutPart({ id, clubId }, db))).toHaveLength(1);
  });
});

test("two imports of the same films at once do not wait for each other for ever", async () => {
  const clubId = randomUUID();
  const films = Array.from({ length: 60 }, (_, index) => filmOf({ title: `Фитиль ${index}` }));
  const ids = await Promise.all([start(clubId, films), start(clubId, films.toReversed())]);
  await Promise.all(ids.map((id) => carryOut({ id: id!, clubId })));
  const results = await Promise.all(ids.map((id) => importById({ id: id!, clubId, from: 0 }, db)));
  expect(results.map((each) => each!.result!.added).toSorted((a, b) => a - b)).toEqual([0, 60]);
});

test("many films go in part by part; whoever goes on begins where the last one ended, and nothing is counted twice", async () => {
  const clubId = randomUUID();
  const films = Array.from({ length: 1_200 }, (_, index) => filmOf({ title: `Киножурнал ${index}` }));
  await imported(clubId, films.slice(0, 100));
  const id = (await start(clubId, films))!;
  expect(await carryOutPart({ id, clubId }, db)).toBe("more");
  expect(await importById({ id, clubId, from: 0 }, db)).toMatchObject({ taken: 500, result: null });
  await Promise.all([1, 2].map(() => carryOutPart({ id, clubId }, db)));
  await carryOut({ id, clubId });
  const done = await importById({ id, clubId, from: 0 }, db);
  expect(done).toMatchObject({ taken: 1_200, count: 0, result: { added: 1_100, known: 100 } });
  const titles = (await moviesOf(clubId)).map(({ title }) => title);
  expect([titles.length, titles.at(0)]).toEqual([1_200, "Киножурнал 1199"]);
});

test("a part that is broken off leaves nothing behind", async () => {
  const clubId = randomUUID();
  const id = (await start(clubId, [SOLARIS, BARE]))!;
  const broken = db.transaction(async (trx) => {
    await carryOutPart({ id, clubId }, trx);
    throw new Error("killed");
  });
  await expect(broken).rejects.toThrow("killed");
  expect([await moviesOf(clubId), (await importById({ id, clubId, from: 0 }, db))!.taken]).toEqual([[], 0]);
  expect(await carryOutPart({ id, clubId }, db)).toBe("done");
});
