import { randomUUID } from "node:crypto";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { textOf, textsOf } from "#tests/support/html.ts";
import { arrive, createLottery } from "#tests/support/lotteries.ts";
import { startProvider, wrong } from "#tests/support/providers.ts";
import { databaseReady, startServer } from "#tests/support/server.ts";
import { testDatabase } from "#tests/support/database.ts";
import type { Visitor } from "#tests/support/visitor.ts";

const { url, db } = await testDatabase();
const SOLARIS = {
  id: 593,
  title: "Solaris",
  original_title: "Солярис",
  release_date: "1972-03-20",
  overview: "On the station",
};
const WHOLE = {
  ...SOLARIS,
  runtime: 167,
  imdb_id: "tt0069293",
  vote_average: 7.91,
  genres: [{ name: "Drama" }],
  production_countries: [{ name: "Soviet Union" }],
  poster_path: "/a.jpg",
};
const ANSWERS = {
  "/search/movie": { results: [SOLARIS, { id: 594, title: "Solaris", release_date: "2002-11-27" }] },
  "/movie/593": WHOLE,
};
const FILLED = {
  original_title: "Солярис",
  runtime: 167,
  rating: "7.9",
  rating_by: "tmdb",
  imdb_id: "tt0069293",
  tmdb_id: 593,
  genres: ["Drama"],
  countries: ["Soviet Union"],
  description: "On the station",
  search_key: expect.stringContaining("солярис") as string,
};

beforeEach(async () => {
  for (const table of ["completions", "provider_usage", "provider_answers", "found_films"])
    await db(table).delete();
});

async function scene(env: Record<string, string> = {}, provider?: Awaited<ReturnType<typeof startProvider>>) {
  const tmdb = provider ?? (await startProvider(ANSWERS));
  const settings = {
    DATABASE_URL: url,
    TMDB_TOKEN: "x",
    TMDB_URL: tmdb.base,
    POSTERS_FROM: "origins",
    ...env,
  };
  const server = await startServer(settings);
  onTestFinished(server.stop);
  await databaseReady(server);
  const host = server.visitor();
  await arrive(host);
  return { tmdb, server, host };
}

async function add(host: Visitor, title: string, year = ""): Promise<string> {
  const film = { form: "add", submitKey: randomUUID(), title, year, note: "С Аней", poster: "" };
  expect((await host.post("/library", film)).status).toBe(303);
  const { document } = await host.get("/library");
  return document.querySelector(".poster-link")!.getAttribute("href")!;
}

const filmOf = (address: string) =>
  db("movies")
    .where({ id: address.split("/").at(-1)! })
    .first<Record<string, unknown>>();

test("a film that was only typed is filled in from one that was found, and keeps what its club wrote", async () => {
  const { host } = await scene();
  const movie = await add(host, "Solaris", "1972");
  const page = await host.get(`${movie}/completion`);
  expect(page.status).toBe(200);
  expect(textsOf(page.document, ".found-year")).toContain("1972");
  const done = await host.press(page, "Take “Solaris”");
  expect(done.location).toBe(movie);
  expect(textOf((await host.follow(done)).document, ".notice")).toBe("Filled in.");
  expect(await filmOf(movie)).toMatchObject({ ...FILLED, title: "Solaris", year: 1972, note: "С Аней" });
});

test("another text can be looked for; a film that is not known any more is not taken, and nobody else's film is there", async () => {
  const { host, server } = await scene();
  const movie = await add(host, "Something of Tarkovsky's");
  const page = await host.get(`${movie}/completion?q=${encodeURIComponent("the seventh seal")}`);
  expect(textsOf(page.document, ".found-name strong")).toContain("The Seventh Seal");
  const gone = await host.post(`${movie}/completion`, { ref: "tmdb:1:en" });
  expect(gone.status).toBe(422);
  expect(textOf(gone.document, "[role=alert]")).toContain("no longer among those found");
  const stranger = server.visitor();
  await arrive(stranger);
  expect((await stranger.get(`${movie}/completion`)).status).toBe(404);
  expect((await stranger.post(`${movie}/completion`, { ref: "tmdb:593:en" })).status).toBe(404);
});

test("a whole library is filled in by itself, with a bar that tells how far it is, and goes on after a restart", async () => {
  const first = await scene();
  const movie = await add(first.host, "Solaris", "1972");
  const unknown = await add(first.host, "Our holidays");
  first.tmdb.always(wrong.silent);
  let page = await first.host.get("/library/completion");
  expect(textsOf(page.document, ".prose p")).toContain("2 films have only their titles.");
  const started = await first.host.press(page, "Fill in");
  expect(started.location).toBe("/library/completion");
  page = await first.host.follow(started);
  expect(textOf(page.document, "[role=status]")).toBe("0 of 2 looked up, 0 found.");
  expect(page.document.querySelector("progress")?.getAttribute("max")).toBe("2");
  expect(page.html).toContain('http-equiv="refresh"');
  await first.server.stop();

  first.tmdb.always(null);
  // Its owner has deleted a third one meanwhile.
  await db("completions").insert({
    movie_id: "2222222222",
    club_id: db.raw("(select club_id from completions limit 1)"),
    language: "en",
    ordered_at: db.raw("(select ordered_at from completions limit 1)"),
  });
  // As a minute later, when the process that had taken it is surely gone.
  await db("completions").update({ taken_at: db.raw("taken_at - interval '1 minute'") });
  const second = await startServer({ DATABASE_URL: url, TMDB_TOKEN: "x", TMDB_URL: first.tmdb.base });
  onTestFinished(second.stop);
  await databaseReady(second);
  const visitor = second.visitor();
  visitor.jar.set("visitor", first.host.jar.get("visitor")!);
  await vi.waitFor(async () => {
    page = await visitor.get("/library/completion");
    expect(textOf(page.document, "[role=status]")).toBe("The last time: 2 looked up, 1 found.");
  }, 15_000);
  expect(await filmOf(movie)).toMatchObject({ ...FILLED, note: "С Аней" });
  expect(await filmOf(unknown)).toMatchObject({ runtime: null, title: "Our holidays" });
  expect(textsOf(page.document, ".prose p")).toContain("1 film has only its title.");
});

test("over the day's quota it waits, and says so", async () => {
  const { host } = await scene({ TMDB_DAILY: "1" });
  for (const title of ["Film A", "Film B", "Film C"]) await add(host, title);
  await host.press(await host.get("/library/completion"), "Fill in");
  await vi.waitFor(async () => {
    const page = await host.get("/library/completion");
    expect(textOf(page.document, "[role=status]")).toBe("1 of 3 looked up, 0 found.");
    expect(textsOf(page.document, ".prose p")).toContainEqual(expect.stringContaining("no more today"));
  }, 15_000);
});

test("a host says which film an entry is, and what was published of the list stays as it was", async () => {
  const { host, server } = await scene();
  const lottery = await createLottery(host, [["Solaris", 1972], ["Ran"]]);
  const proofBefore = textsOf((await host.get(`${lottery}/proof`)).document, "code");
  const page = await host.get(lottery);
  const link = page.document.querySelector('a[aria-label="Say which film “Solaris” is"]');
  const asked = await host.get(link!.getAttribute("href")!);
  const done = await host.press(asked, "Take “Solaris”");
  expect(done.location).toBe(lottery);
  const after = await host.follow(done);
  expect(textOf(after.document, ".notice")).toBe("Filled in.");
  expect(textOf(after.document, ".candidates .film-about")).toContain("On the station");
  expect(after.document.querySelector('a[aria-label="Say which film “Solaris” is"]')).toBeNull();
  expect(textsOf((await host.get(`${lottery}/proof`)).document, "code")).toEqual(proofBefore);
  const guest = server.visitor();
  expect((await guest.get(lottery)).html).not.toContain("/completion");
  expect((await host.get(`${lottery}/completion?entry=3`)).status).toBe(404);
  expect((await host.post(`${lottery}/completion`, { entry: "1", ref: "tmdb:1:en" })).status).toBe(422);
});
