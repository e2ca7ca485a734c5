import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { newId } from "#app/data/identity.server.ts";
import { insertMovie } from "#app/data/library/movies.server.ts";
import { moviesAtRandom } from "#app/data/library/random.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { film, libraryAsked, libraryMovie, statementsOf } from "./fixtures.ts";

const { db } = await testDatabase();

test("every film has about the same chance, in a library of few films and in one of many", async () => {
  for (const films of [10, 1_000]) {
    const clubId = await library(films);
    const times = new Map<string, number>();
    const draws = films === 10 ? 600 : 1_200;
    for (let draw = 0; draw < draws; draw += 1) {
      const taken = await take(clubId, films === 10 ? 3 : 25);
      expect(taken).toHaveLength(films === 10 ? 3 : 25);
      for (const { id } of taken) times.set(id, (times.get(id) ?? 0) + 1);
    }
    const expected = (draws * (films === 10 ? 3 : 25)) / films;
    const counts = [...times.values()];
    expect(counts).toHaveLength(films);
    // Six times as far as chance alone would go, and the windows of a large library besides.
    const most = 6 * Math.sqrt(expected) + (films === 10 ? 0 : 0.3 * expected);
    for (const count of counts) expect(Math.abs(count - expected)).toBeLessThan(most);
  }
}, 60_000);

test("the same seed takes the same films, each once, in one statement", async () => {
  const clubId = await library(300);
  const seed = newId();
  const first = await take(clubId, 25, { seed });
  expect(new Set(first.map(({ id }) => id)).size).toBe(25);
  expect(await take(clubId, 25, { seed })).toEqual(first);
  expect(await take(clubId, 25)).not.toEqual(first);
  const odd = "won=never&skip=3&genre=драма&q=фильм";
  expect(await statementsOf(db, () => take(clubId, 5, { query: odd }))).toHaveLength(1);
});

test("of fewer films all are taken, of none none", async () => {
  const clubId = await library(3);
  expect(await take(clubId, 5)).toHaveLength(3);
  expect(await take(clubId, 5, { query: "badge=top" })).toEqual([]);
  expect(await take(clubId, 5, { query: "q=фильм+2" })).toHaveLength(1);
  expect(await take(randomUUID(), 5)).toEqual([]);
});

function take(clubId: string, count: number, { query = "", seed = newId() } = {}) {
  return moviesAtRandom({ ...libraryAsked({ clubId }, query), count, seed }, db);
}

async function library(films: number): Promise<string> {
  const clubId = randomUUID();
  await insertMovie(libraryMovie(film("Фильм 1"), { clubId }), db);
  const rows = Array.from({ length: films - 1 }, (_, index) => ({
    id: newId(),
    club_id: clubId,
    title: `Фильм ${index + 2}`,
    title_key: `фильм ${index + 2}`,
    submit_key: randomUUID(),
    payload_hash: "",
  }));
  if (rows.length > 0) await db("movies").insert(rows);
  return clubId;
}
