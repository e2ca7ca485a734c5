import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { sweepCaches } from "#app/data/films/sweep-caches.server.ts";
import { movieById } from "#app/data/library/movie-rows.server.ts";
import { insertMovie, updateMovie } from "#app/data/library/movies.server.ts";
import { emptyTrash, moveToTrash, putBackMovies, trashOfClub } from "#app/data/library/trash.server.ts";
import { TRASH_MAX } from "#app/domain/library/trash.ts";
import { testDatabase } from "#tests/support/database.ts";
import { BROTHER, film, libraryMovie, movieEditOf, SOLARIS, STALKER, statementsOf } from "./fixtures.ts";

const { db } = await testDatabase();

test("a removed film comes back as it was, to where it stood", async () => {
  const { clubId, ids } = await library([STALKER, SOLARIS, BROTHER]);
  const id = ids[1]!;
  const edit = movieEditOf({ note: "Зона", tags: ["с аней"], ownRating: 9, watchedOn: "2026-02-28" });
  await updateMovie({ ...edit, badges: ["top", "watched"], runtime: 166, genres: ["драма"], id, clubId }, db);
  const before = await rowOf(id);
  const removal = randomUUID();
  expect(await statementsOf(db, () => moveToTrash({ ids: [id], clubId, removal }, db))).toHaveLength(1);
  expect([await movieById({ id, clubId }, db), await titlesInTrash(clubId)]).toEqual([null, ["Solaris"]]);
  const [statement, ...others] = await statementsOf(db, () => putBackMovies({ clubId, movieId: id }, db));
  expect([others, statement]).toEqual([[], expect.stringMatching(/^with waiting/)]);
  // Its form could add another film meanwhile.
  expect({ ...(await rowOf(id)), submit_key: null }).toEqual({ ...before, submit_key: null });
  expect(await titlesInTrash(clubId)).toEqual([]);
});

test("the same removal again is told what the first one was, and films that others removed are counted", async () => {
  const { clubId, ids } = await library([STALKER, SOLARIS, BROTHER]);
  await moveToTrash({ ids: [ids[0]!], clubId, removal: randomUUID() }, db);
  const removal = randomUUID();
  const told = { removed: 2, gone: 1 };
  expect(await moveToTrash({ ids, clubId, removal }, db)).toEqual(told);
  expect(await moveToTrash({ ids, clubId, removal }, db)).toEqual(told);
  expect(await putBackMovies({ clubId, removal }, db)).toMatchObject({ back: 2, full: 0 });
  expect(await titlesInTrash(clubId)).toEqual(["Сталкер"]);
  expect(await putBackMovies({ clubId, removal }, db)).toEqual({ back: 0, full: 0, title: null });
});

test("who puts a film back while somebody else is doing so waits, and finds it done", async () => {
  const { clubId, ids } = await library([STALKER]);
  await moveToTrash({ ids, clubId, removal: randomUUID() }, db);
  const which = { clubId, movieId: ids[0]! };
  const first = await db.transaction();
  expect(await putBackMovies(which, first)).toMatchObject({ back: 1 });
  const second = putBackMovies(which, db);
  const waiting = () =>
    db("pg_stat_activity")
      .whereRaw("wait_event_type = 'Lock' and datname = current_database()")
      .pluck("query");
  await expect.poll(waiting).toEqual([expect.stringMatching(/^with waiting/)]);
  await first.commit();
  expect(await second).toEqual({ back: 0, full: 0, title: null });
});

test("a film that was added again meanwhile stays one film, and has what both had", async () => {
  const { clubId, ids } = await library([SOLARIS], "брат обещал диск");
  const old = movieEditOf({ note: "брат обещал диск", tags: ["с аней"], badges: ["top"], ownRating: 8 });
  await updateMovie({ ...old, id: ids[0]!, clubId }, db);
  await moveToTrash({ ids, clubId, removal: randomUUID() }, db);
  const again = libraryMovie(film("SOLARIS", 1972), { clubId, note: "в кинотеатре" });
  await insertMovie(again, db);
  const now = movieEditOf({ note: "в кинотеатре", tags: ["скоро"], badges: ["want"], ownRating: 10 });
  await updateMovie({ ...now, id: again.id, clubId }, db);
  expect(await putBackMovies({ clubId, movieId: ids[0]! }, db)).toEqual({
    back: 1,
    full: 0,
    title: "SOLARIS",
  });
  expect(await movieById({ id: again.id, clubId }, db)).toMatchObject({
    note: "в кинотеатре\nбрат обещал диск",
    badges: ["want", "top"],
    tags: expect.arrayContaining(["скоро", "с аней"]),
    ownRating: 10,
    posterUrl: SOLARIS.posterUrl,
  });
  expect(await titlesInTrash(clubId)).toEqual([]);
});

test.each([
  ["two notes", { note: "а".repeat(600) }, { note: "б".repeat(600) }],
  ["tags", { tags: numbered("a", 12) }, { tags: numbered("b", 12) }],
])("%s that do not fit together keep the film in the trash, and nothing is lost", async (_, one, other) => {
  const { clubId, ids } = await library([STALKER, BROTHER]);
  await updateMovie({ ...movieEditOf(one), id: ids[0]!, clubId }, db);
  const removal = randomUUID();
  await moveToTrash({ ids, clubId, removal }, db);
  const again = libraryMovie(STALKER, { clubId });
  await insertMovie(again, db);
  await updateMovie({ ...movieEditOf(other), id: again.id, clubId }, db);
  expect(await putBackMovies({ clubId, removal }, db)).toEqual({ back: 1, full: 1, title: BROTHER.title });
  expect(await titlesInTrash(clubId)).toEqual(["Сталкер"]);
  expect(await movieById({ id: again.id, clubId }, db)).toMatchObject(other);
});

test("a film that an older release removed, which knew fewer columns, comes back", async () => {
  const { clubId, ids } = await library([STALKER]);
  await moveToTrash({ ids, clubId, removal: randomUUID() }, db);
  const least = { id: ids[0], title: "Сталкер", title_key: "сталкер", added_at: "2026-01-02T03:04:05Z" };
  await db("removed_movies")
    .where({ id: ids[0] })
    .update({ film: JSON.stringify(least) });
  expect(await putBackMovies({ clubId, movieId: ids[0]! }, db)).toMatchObject({ back: 1 });
  expect(await movieById({ id: ids[0]!, clubId }, db)).toMatchObject({
    title: "Сталкер",
    tags: [],
    note: "",
  });
});

test("a trash holds so many films, the last ones, and another club’s is left alone", async () => {
  const { clubId, ids } = await library([STALKER, SOLARIS]);
  const { clubId: other, ids: others } = await library([BROTHER]);
  await moveToTrash({ ids: others, clubId: other, removal: randomUUID() }, db);
  await db("removed_movies").where({ club_id: other }).update({ removed_at: "2026-01-01" });
  await db.raw(
    `insert into removed_movies (id, club_id, film, removed_at)
     select number || :clubId, cast(:clubId as uuid), '{"title": "Фильм"}', now() - make_interval(secs => number)
     from generate_series(1, cast(:most as integer)) as number`,
    { clubId, most: TRASH_MAX },
  );
  const idsIn = () => db("removed_movies").where({ club_id: clubId }).pluck("id");
  await moveToTrash({ ids: [ids[0]!], clubId, removal: randomUUID() }, db);
  expect((await idsIn()).length).toBe(TRASH_MAX + 1);
  await moveToTrash({ ids: [ids[1]!], clubId, removal: randomUUID() }, db);
  const left = await idsIn();
  expect(left).toHaveLength(TRASH_MAX + 1);
  expect(left).toEqual(expect.arrayContaining([...ids, `1${clubId}`]));
  expect(left).not.toContain(`${TRASH_MAX}${clubId}`);
  expect(await db("removed_movies").where({ club_id: other })).toHaveLength(1);
});

test("the trash goes with its club to another one", async () => {
  const { clubId, ids } = await library([STALKER]);
  await moveToTrash({ ids, clubId, removal: randomUUID() }, db);
  const { clubId: joined } = await library([BROTHER]);
  await db("removed_movies").where({ club_id: clubId }).update({ club_id: joined });
  expect(await putBackMovies({ clubId: joined, movieId: ids[0]! }, db)).toMatchObject({ back: 1 });
  expect(await movieById({ id: ids[0]!, clubId: joined }, db)).toMatchObject({ title: "Сталкер" });
});

test("another club sees, puts back and empties nothing of it", async () => {
  const { clubId, ids } = await library([STALKER]);
  const { clubId: other } = await library([BROTHER]);
  const removal = randomUUID();
  expect(await moveToTrash({ ids, clubId: other, removal }, db)).toEqual({ removed: 0, gone: 1 });
  await moveToTrash({ ids, clubId, removal }, db);
  expect(await titlesInTrash(other)).toEqual([]);
  for (const which of [{ removal }, { movieId: ids[0]! }]) {
    expect(await putBackMovies({ clubId: other, ...which }, db)).toMatchObject({ back: 0, full: 0 });
  }
  await emptyTrash({ clubId: other }, db);
  expect(await titlesInTrash(clubId)).toEqual(["Сталкер"]);
  await emptyTrash({ clubId }, db);
  expect(await titlesInTrash(clubId)).toEqual([]);
});

test("after 30 days a film is gone, also before anybody sweeps", async () => {
  const { clubId, ids } = await library([STALKER, BROTHER]);
  const removal = randomUUID();
  await moveToTrash({ ids, clubId, removal }, db);
  await db("removed_movies")
    .where({ id: ids[0] })
    .update({ removed_at: db.raw("now() - interval '721 hours'") });
  expect(await titlesInTrash(clubId)).toEqual(["Брат"]);
  expect(await putBackMovies({ clubId, movieId: ids[0]! }, db)).toMatchObject({ back: 0 });
  await sweepCaches(db);
  expect(await db("removed_movies").where({ club_id: clubId }).pluck("id")).toEqual([ids[1]]);
});

test("the trash is paged, the last removed first", async () => {
  const { clubId, ids } = await library([STALKER, BROTHER, SOLARIS]);
  await moveToTrash({ ids, clubId, removal: randomUUID() }, db);
  const first = await trashOfClub({ clubId, before: null, limit: 2 }, db);
  const { removedAt: at, id } = first.at(-1)!;
  const second = await trashOfClub({ clubId, before: { at, id }, limit: 2 }, db);
  expect([...first, ...second].map((movie) => movie.id)).toEqual(ids.toSorted().toReversed());
});

/** A club with these films; their ids in this order. */
async function library(films: readonly (typeof STALKER)[], note = "") {
  const clubId = randomUUID();
  const movies = films.map((each) => libraryMovie(each, { clubId, note }));
  for (const movie of movies) await insertMovie(movie, db);
  return { clubId, ids: movies.map(({ id }) => id) };
}

async function titlesInTrash(clubId: string): Promise<string[]> {
  return (await trashOfClub({ clubId, before: null, limit: 10 }, db)).map(({ title }) => title);
}

function rowOf(id: string): Promise<Record<string, unknown>> {
  return db("movies").where({ id }).first();
}

function numbered(letter: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${letter}${index}`);
}
