import { randomUUID } from "node:crypto";
import http from "node:http";
import * as fc from "fast-check";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BADGES } from "#app/domain/library/library.ts";
import { testDatabase } from "#tests/support/database.ts";
import { textsOf } from "#tests/support/html.ts";
import { arrive } from "#tests/support/lotteries.ts";
import { databaseReady, startServer } from "#tests/support/server.ts";
import { switchProxy } from "#tests/support/switch-proxy.ts";
import { multipart } from "#tests/support/uploads.ts";
import type { Visitor } from "#tests/support/visitor.ts";

const { url, db } = await testDatabase();
const proxy = await switchProxy(url);
const server = await startServer({ DATABASE_URL: proxy.url });
afterAll(server.stop);
await databaseReady(server);

const CSV = "/library/export/csv";
/** A whole number of pages of an export. */
const FILMS = 3_000;
const JSON_FILE = "/library/export/json";

async function clubWith(...films: string[]): Promise<{ visitor: Visitor; clubId: string }> {
  const visitor = server.visitor();
  await arrive(visitor);
  const { location } = await visitor.post("/library/import", {
    submitKey: randomUUID(),
    text: films.join("\n") || "Ran",
  });
  await visitor.post(location, {});
  const { club_id: clubId } = (await db("imports")
    .where({ id: location.split("/").at(-1) })
    .first("club_id")) as { club_id: string };
  if (films.length === 0) await db("movies").where({ club_id: clubId }).delete();
  return { visitor, clubId };
}

async function importFile(visitor: Visitor, name: string, bytes: string): Promise<void> {
  const { location } = await visitor.postBody(
    "/library/import",
    ...multipart({ submitKey: randomUUID(), text: "" }, { name, bytes }),
  );
  await visitor.post(location, {});
}

const COLUMNS = `title, title_key, search_key, year, poster_url, note, original_title, runtime, genres, countries, description,
  rating::float8, rating_by, imdb_id, tmdb_id, kinopoisk_id, badges, tags, own_rating, watched_on::text, added_at`;
const rowsOf = async (clubId: string) =>
  (
    await db.raw<{ rows: Record<string, unknown>[] }>(
      `select ${COLUMNS} from movies where club_id = ? order by title_key, year`,
      [clubId],
    )
  ).rows;

const SOME = fc.option(fc.integer({ min: 1, max: 2_000_000 }), { nil: null });
const text = (maxLength: number) =>
  fc.oneof(
    fc.constantFrom("", "=1+1", "'=a", "@", 'Ёлки, "палки"; и\nещё', "-", "\ud83c\udfac"),
    fc.string({ maxLength, unit: "grapheme" }),
  );
const labels = fc.uniqueArray(fc.constantFrom("драма", "комедия", "=1+1", "@home", "с аней", "кино 🎬"), {
  maxLength: 4,
});

/** A film as a library may hold it. */
const FILM = fc.record({
  year: fc.option(fc.integer({ min: 1895, max: 2026 }), { nil: null }),
  note: text(100),
  original: text(50),
  runtime: fc.option(fc.integer({ min: 1, max: 900 }), { nil: null }),
  genres: labels,
  countries: labels,
  description: text(200),
  rating: fc.option(fc.integer({ min: 1, max: 100 }), { nil: null }),
  ids: fc.tuple(SOME, SOME, SOME),
  badges: fc.subarray([...BADGES]),
  tags: labels,
  own: fc.option(fc.integer({ min: 1, max: 10 }), { nil: null }),
  day: fc.option(fc.date({ min: new Date("1990-01-01"), max: new Date("2026-11-01"), noInvalidDate: true }), {
    nil: null,
  }),
  added: fc.date({ min: new Date("2010-01-01"), max: new Date("2026-11-01"), noInvalidDate: true }),
});

type Film = typeof FILM extends fc.Arbitrary<infer T> ? T : never;

describe("a library comes back as it was", () => {
  /** Puts films of every kind into a club by the forms and a file of ours, so that they are as libraries have them. */
  async function filled(films: Film[]) {
    const { visitor, clubId } = await clubWith();
    const told = films.map((film, index) => ({
      title: index % 3 === 0 ? `=Фильм ${index}` : `Фильм, "${index}"`,
      year: film.year,
      posterUrl: index % 4 === 0 ? `https://example.org/${index}.jpg` : null,
      originalTitle: film.original,
      runtime: film.runtime,
      genres: film.genres,
      countries: film.countries,
      description: film.description,
      rating: film.rating === null ? null : { value: film.rating / 10, by: "imdb" },
      ids: {
        imdb: film.ids[0] === null ? null : `tt${String(film.ids[0]).padStart(7, "0")}`,
        tmdb: film.ids[1],
        kinopoisk: film.ids[2],
      },
      note: film.note,
      badges: film.badges,
      tags: film.tags,
      ownRating: film.own,
      watchedOn: film.day?.toISOString().slice(0, 10) ?? null,
      addedAt: film.added.toISOString(),
    }));
    await importFile(
      visitor,
      "a.json",
      JSON.stringify({ format: "movie-lottery-library", version: 1, films: told }),
    );
    return { visitor, clubId };
  }

  test.each([
    ["json", JSON_FILE],
    ["csv", CSV],
  ])("by way of %s, into another club and into itself", async (kind, path) => {
    const check = fc.asyncProperty(fc.array(FILM, { minLength: 1, maxLength: 40 }), async (films) => {
      const { visitor, clubId } = await filled(films);
      const before = await rowsOf(clubId);
      expect(before).toHaveLength(films.length);
      const { html: file } = await visitor.get(path);
      const other = await clubWith();
      await importFile(other.visitor, `library.${kind}`, file);
      expect(await rowsOf(other.clubId)).toEqual(before);
      expect((await other.visitor.get(path)).html.length).toBe(file.length);
      await importFile(visitor, `library.${kind}`, file);
      expect(await rowsOf(clubId)).toEqual(before);
    });
    await fc.assert(check, { numRuns: 8 });
  });
});

describe("the table", () => {
  test("has the columns that Letterboxd reads, and nothing that a spreadsheet carries out", async () => {
    const { visitor, clubId } = await clubWith("Солярис (1972) https://www.imdb.com/title/tt0069293/");
    const said = {
      note: '=HYPERLINK("https://example.org")',
      own_rating: 9,
      watched_on: "2024-02-29",
      tags: ["вдвоём", "@home"],
    };
    await db("movies").where({ club_id: clubId }).update(said);
    const answer = await visitor.get(CSV);
    expect(answer.headers["content-type"]).toBe("text/csv; charset=utf-8; header=present");
    expect(answer.headers["content-disposition"]).toBe('attachment; filename="movie-lottery.csv"');
    const [film] = parse<Record<string, string>>(answer.html, { columns: true });
    expect(film).toMatchObject({
      imdbID: "tt0069293",
      tmdbID: "",
      Title: "Солярис",
      Year: "1972",
      Rating10: "9",
      WatchedDate: "2024-02-29",
      Tags: "вдвоём, @home",
      Review: `'=HYPERLINK("https://example.org")`,
    });
  });

  test("of who has nothing has only its head", async () => {
    const { html } = await server.visitor().get(CSV);
    expect(html).toMatch(/^tmdbID,imdbID,Title,Year,Rating10,WatchedDate,Tags,Review,[\w ,]+\r\n$/);
    expect(JSON.parse((await server.visitor().get(JSON_FILE)).html)).toEqual({
      format: "movie-lottery-library",
      version: 1,
      films: [],
    });
  });

  test("is offered beside the library, once there is something in it", async () => {
    const { visitor } = await clubWith("Ran");
    const links = textsOf((await visitor.get("/library")).document, ".page-commands a");
    expect(links).toEqual(
      expect.arrayContaining(["Import", "Export for Letterboxd (csv)", "Export everything (json)"]),
    );
  });
});

describe("a large library", () => {
  let visitor: Visitor;
  beforeAll(async () => {
    const club = await clubWith("Ran");
    visitor = club.visitor;
    // Some thirty megabytes, more than waits on the way to a browser that reads nothing.
    for (let from = 1; from <= FILMS; from += 500) {
      await db.raw(
        `insert into movies (id, club_id, title, title_key, submit_key, payload_hash, description)
         select 'large' || number, cast(:clubId as uuid), 'Ералаш ' || number, 'ералаш ' || number, gen_random_uuid(), '',
           repeat(md5(number::text), 300)
         from generate_series(cast(:from as integer), cast(:from as integer) + 499) as number`,
        { clubId: club.clubId, from },
      );
    }
  });

  test("is there to its end, each film once", async () => {
    const { html } = await visitor.get(JSON_FILE);
    const { films } = JSON.parse(html) as { films: { title: string }[] };
    expect([films.length, new Set(films.map(({ title }) => title)).size]).toEqual([FILMS + 1, FILMS + 1]);
  });

  test("that breaks off in the middle is a broken transfer, and one that cannot begin is a sentence", async () => {
    const cookie = [...visitor.jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      http.get(`${server.url}${CSV}`, { headers: { Cookie: cookie } }, resolve).once("error", reject);
    });
    // Nothing is read, so the app has to wait with most of the file.
    await new Promise<void>((resolve) => response.once("readable", resolve));
    proxy.cut();
    const ended = new Promise<string>((resolve) => {
      response.once("end", () => resolve("whole")).once("error", ({ message }) => resolve(message));
    });
    response.resume();
    expect(await ended).toBe("aborted");
    const none = await visitor.get(JSON_FILE);
    expect([none.status, none.headers["retry-after"], none.headers["content-disposition"]]).toEqual([
      503,
      "3",
      undefined,
    ]);
    expect(none.html).toMatch(/^The library can’t be read right now/);
    proxy.restore();
    await databaseReady(server);
    expect((await visitor.get(CSV)).status).toBe(200);
    expect(server.output()).not.toContain("    at ");
  });
});
