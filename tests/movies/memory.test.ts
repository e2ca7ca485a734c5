import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { openDatabase } from "#app/data/database.server.ts";
import { createFinder } from "#app/movies/find.server.ts";
import { createMemory } from "#app/movies/memory.server.ts";
import { tmdb } from "#app/movies/tmdb.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { startProvider, wrong } from "#tests/support/providers.ts";

const { url, db } = await testDatabase();
/** Long enough for any machine: what is told here does not hang on the clock. */
const budgets = { homeMs: 10_000, readMs: 10_000, writeMs: 10_000 };
const settings = { poolMax: 8, restoreTables: true, budgets };
const asked = { language: "ru", thisYear: 2026, signal: new AbortController().signal } as const;
const SOLARIS = { id: 593, title: "Солярис", original_title: "Solaris", release_date: "1972-03-20" };
const ANSWERS = {
  "/search/movie": { results: [SOLARIS] },
  "/movie/593": { ...SOLARIS, runtime: 169, genres: [{ name: "драма" }], overview: "На станции…" },
};

beforeEach(async () => {
  await db("found_films").delete();
  await db("provider_answers").delete();
});

/** A process with its film search and a provider; `address` is where it looks for the database. */
async function process(address = url, provider?: Awaited<ReturnType<typeof startProvider>>) {
  const opened = openDatabase({ address: Promise.resolve(() => address), settings, observe: () => {} });
  onTestFinished(() => opened.close());
  const server = provider ?? (await startProvider(ANSWERS));
  const mistakes: unknown[] = [];
  onTestFinished(() => expect(mistakes).toEqual([]));
  const finder = createFinder({
    providers: [tmdb({ base: server.base, images: "https://image.tmdb.org/t/p", timeoutMs: 2_000 })],
    memory: createMemory({ observe: (error) => mistakes.push(error) }),
    limitMs: 2_000,
  });
  const kept = () =>
    vi.waitFor(async () => {
      expect(await db("provider_answers").count()).not.toEqual([{ count: "0" }]);
    });
  const age = (days: number) =>
    db("provider_answers").update({ told_at: db.raw("told_at - make_interval(days => ?)", [days]) });
  return { ...finder, server, kept, age };
}

test("a question that was answered is not asked again, by no process", async () => {
  const one = await process();
  const first = await one.findMovies("солярис", asked);
  expect(first).toMatchObject({ movies: [{ ref: "tmdb:593:ru", originalTitle: "Solaris" }], quiet: null });
  await one.kept();
  const other = await process(url, one.server);
  expect(await other.findMovies("СОЛЯРИС", asked)).toEqual(first);
  expect(one.server.asked).toHaveLength(1);
});

test("but a day later, or in another language, it is", async () => {
  const { server, findMovies, kept, age } = await process();
  await findMovies("солярис", asked);
  await kept();
  await age(1);
  await findMovies("солярис", asked);
  await findMovies("солярис", { ...asked, language: "en" });
  expect(server.asked).toHaveLength(3);
});

test("while the provider is down, what it told long ago is better than nothing, and nobody is blamed", async () => {
  const { server, findMovies, kept, age } = await process();
  const first = await findMovies("солярис", asked);
  await kept();
  await age(40);
  server.always(wrong.status(500));
  expect(await findMovies("солярис", asked)).toEqual(first);
  expect(await findMovies("сталкер", asked)).toMatchObject({
    movies: [{ title: "Сталкер", source: "catalogue" }],
    quiet: "down",
  });
});

test("a failure is not kept", async () => {
  const { server, findMovies } = await process();
  server.always(wrong.status(500));
  await findMovies("солярис", asked);
  server.always(null);
  expect(await findMovies("солярис", asked)).toMatchObject({ quiet: null, movies: [{ source: "tmdb" }] });
});

test("one question at a time is one question, also when the first who asks goes away", async () => {
  const { server, findMovies } = await process();
  const gone = new AbortController();
  const first = findMovies("солярис", { ...asked, signal: gone.signal });
  const second = findMovies("солярис", asked);
  gone.abort(new Error("gone"));
  expect(await first).toMatchObject({ quiet: "down" });
  expect(await second).toMatchObject({ movies: [{ ref: "tmdb:593:ru" }], quiet: null });
  expect(server.asked).toHaveLength(1);
});

test("a film that was picked is known as a whole, and asked for once", async () => {
  const { server, findMovies, wholeFilm, kept } = await process();
  await findMovies("солярис", asked);
  await kept();
  const film = { ref: "tmdb:593:ru", runtime: 169, genres: ["драма"], description: "На станции…" };
  expect(await wholeFilm(film.ref, asked)).toMatchObject(film);
  await vi.waitFor(async () => expect(await db("found_films").where({ whole: true })).toHaveLength(1));
  expect(await wholeFilm(film.ref, asked)).toMatchObject(film);
  expect(server.asked).toHaveLength(2);
  await findMovies("солярис", asked);
  expect(await db("found_films").where({ whole: true }), "not replaced by a line").toHaveLength(1);
});

test("a film that nobody has found is none; one whose provider is down is the line of the list", async () => {
  const { server, findMovies, wholeFilm, kept } = await process();
  expect(await wholeFilm("tmdb:1:ru", asked)).toBeNull();
  await findMovies("солярис", asked);
  await kept();
  server.always(wrong.status(500));
  expect(await wholeFilm("tmdb:593:ru", asked)).toMatchObject({ title: "Солярис", genres: [] });
});

test("a film that comes along is kept too", async () => {
  const { findMovies } = await process();
  await findMovies("ёжик в тумане", asked);
  await vi.waitFor(async () =>
    expect(await db("found_films").pluck("ref")).toContain("catalogue:1975-ежик-в-тумане:ru"),
  );
});

test.each([
  ["away", "postgresql://nobody@127.0.0.1:1/none"],
  ["without these tables", null],
])("with the database %s the provider is asked, and nobody waits", async (_, address) => {
  if (address === null) {
    await db.raw("alter table provider_answers rename to answers_away");
    await db.raw("alter table found_films rename to films_away");
    onTestFinished(async () => {
      await db.raw("drop table if exists provider_answers, found_films");
      await db.raw("alter table answers_away rename to provider_answers");
      await db.raw("alter table films_away rename to found_films");
    });
  }
  const { findMovies } = await process(address ?? url);
  expect(await findMovies("солярис", asked)).toMatchObject({ movies: [{ ref: "tmdb:593:ru" }] });
});
