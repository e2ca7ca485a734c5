import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { labelMovies } from "#app/data/library/labels.server.ts";
import { movieById } from "#app/data/library/movie-rows.server.ts";
import { insertMovie, updateMovie } from "#app/data/library/movies.server.ts";
import { newId } from "#app/data/identity.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { BROTHER, libraryMovie, movieEditOf, SOLARIS, STALKER, statementsOf } from "./fixtures.ts";

const { db } = await testDatabase();

test("a badge is given and taken in one statement, each film has it once, and twice is as good as once", async () => {
  const { clubId, ids, film } = await library();
  await updateMovie({ ...movieEditOf({ badges: ["top", "want"] }), id: ids[0]!, clubId }, db);
  const give = { ids, clubId, badge: "top", on: true } as const;
  expect(await statementsOf(db, () => labelMovies(give, db))).toHaveLength(1);
  expect(await labelMovies(give, db)).toEqual({ changed: 3, gone: 0, full: 0 });
  expect((await film(0))?.badges).toEqual(["want", "top"]);
  expect((await film(1))?.badges).toEqual(["top"]);
  await labelMovies({ ...give, on: false }, db);
  expect([(await film(0))?.badges, (await film(1))?.badges]).toEqual([["want"], []]);
});

test("a film without the badge for watched ones was watched on no day", async () => {
  const { clubId, ids, film } = await library();
  const watched = movieEditOf({ badges: ["watched"], watchedOn: "2026-02-28" });
  await updateMovie({ ...watched, id: ids[0]!, clubId }, db);
  await labelMovies({ ids, clubId, badge: "watched", on: true }, db);
  expect((await film(0))?.watchedOn).toBe("2026-02-28");
  await labelMovies({ ids, clubId, badge: "watched", on: false }, db);
  expect(await film(0)).toMatchObject({ badges: [], watchedOn: null });
});

test("a film that has as many tags as it may is left as it is, and counted", async () => {
  const { clubId, ids, film } = await library();
  const tags = Array.from({ length: 20 }, (_, index) => `метка ${index}`);
  await updateMovie({ ...movieEditOf({ tags }), id: ids[0]!, clubId }, db);
  expect(await labelMovies({ ids, clubId, tag: "ещё", on: true }, db)).toEqual({
    changed: 2,
    gone: 0,
    full: 1,
  });
  expect((await film(0))?.tags).toEqual(tags);
  const known = await labelMovies({ ids, clubId, tag: "метка 7", on: true }, db);
  expect(known, "it has that one already").toEqual({ changed: 3, gone: 0, full: 0 });
  await labelMovies({ ids, clubId, tag: "метка 7", on: false }, db);
  expect((await film(0))?.tags).toHaveLength(19);
});

test("films that are gone, and films of others, are counted and stay as they are", async () => {
  const { clubId, ids } = await library();
  const theirs = await library();
  const asked = { ids: [ids[0]!, newId(), ...theirs.ids], clubId, badge: "banned", on: true } as const;
  expect(await labelMovies(asked, db)).toEqual({ changed: 1, gone: 4, full: 0 });
  expect((await theirs.film(0))?.badges).toEqual([]);
});

async function library() {
  const clubId = randomUUID();
  const movies = [STALKER, SOLARIS, BROTHER].map((each) => libraryMovie(each, { clubId }));
  for (const movie of movies) await insertMovie(movie, db);
  const ids = movies.map(({ id }) => id);
  return { clubId, ids, film: (index: number) => movieById({ id: ids[index]!, clubId }, db) };
}
