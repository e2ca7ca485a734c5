import { describe, expect, test } from "vitest";
import { foundFilm, keepFilms } from "#app/data/films/found-films.server.ts";
import { DESCRIPTION_MAX, NO_IDS, type MovieDetails } from "#app/domain/film/movie-details.ts";
import { characters } from "#app/domain/text.ts";
import { movieOf } from "#app/movies/answers.server.ts";
import { createFinder } from "#app/movies/find.server.ts";
import { tmdb } from "#app/movies/tmdb.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { forgetful } from "#tests/support/forgetful.ts";
import { startProvider, wrong } from "#tests/support/providers.ts";

const { db } = await testDatabase();

/** What a provider told, as a film. */
function told(input: { title?: string; description?: string; posterUrl?: string; imdb?: string }) {
  const { title = "Solaris", description = null, posterUrl = null, imdb = null } = input;
  return movieOf(
    {
      source: "tmdb",
      titles: [title],
      year: "1972",
      originalTitle: null,
      posterUrl,
      runtime: null,
      genres: [],
      countries: [],
      description,
      rating: null,
      ids: { ...NO_IDS, imdb, tmdb: 593 },
    },
    2026,
  );
}

/** The same film after it was kept in the database. */
async function kept(film: MovieDetails | null): Promise<MovieDetails | undefined> {
  await keepFilms([{ film: { ...film!, ref: "tmdb:593:ru" }, whole: true }], db);
  const { ref: _, ...details } = (await foundFilm("tmdb:593:ru", db))!.film;
  return details;
}

test.each([
  "Солярис",
  "千と千尋の神隠し",
  "기생충",
  "الرسالة",
  "שתיקה",
  "पथेर पांचाली",
  "ลุงบุญมีระลึกชาติ",
  "Ο Θίασος",
  "ფიროსმანი",
  "Նռան գույնը",
  "தளபதி",
  "የኔ አየር ማረፊያ",
  "🎬🍿",
])("a title in any script comes through whole: %s", async (title) => {
  const film = told({ title });
  expect(film?.title).toBe(title.normalize("NFC"));
  expect(await kept(film)).toEqual(film);
});

describe("a description", () => {
  test.each([
    ["without its tags", "<p>На <b>станции</b><script>alert(1)</script></p>", "На станции alert(1)"],
    ["without what turns the words around", "one \u202etwo\u2066 three", "one two three"],
    ["without what no database takes", "a\u0000b\u0007c \ud800 d", "abc \ufffd d"],
    ["of nothing is none", " \n\u200b ", null],
  ])("%s", async (_, description, words) => {
    const film = told({ description });
    expect(film?.description).toBe(words);
    expect(await kept(film)).toEqual(film);
  });

  test("of a megabyte is cut at the end of a word", async () => {
    const film = told({ description: "слово ".repeat(175_000) });
    expect(characters(film!.description!)).toBeLessThanOrEqual(DESCRIPTION_MAX);
    expect(film?.description).toMatch(/слово…$/);
    expect(await kept(film)).toEqual(film);
  });
});

test.each([
  "http://image.tmdb.org/a.jpg",
  "https://me:secret@image.tmdb.org/a.jpg",
  "data:image/png;base64,AAAA",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "//image.tmdb.org/a.jpg",
  `https://image.tmdb.org/${"a".repeat(3_000)}.jpg`,
])("no poster at %s", (posterUrl) => expect(told({ posterUrl })?.posterUrl).toBeNull());

test.each(["nm0000151", "tt1", `tt${"1".repeat(50)}`, "tt0111161'; drop table movies"])(
  "no id at IMDb: %s",
  (imdb) => expect(told({ imdb })?.ids.imdb).toBeNull(),
);

test("a title that is too long is no title", () => expect(told({ title: "а".repeat(300) })).toBeNull());

test("a link to a film that the provider has deleted finds nothing, and nobody is blamed", async () => {
  const server = await startProvider({});
  const provider = tmdb({ base: server.base, images: "https://image.tmdb.org/t/p", timeoutMs: 2_000 });
  const { findMovies } = createFinder({ providers: [provider], memory: forgetful, limitMs: 2_000 });
  const asked = { language: "ru", thisYear: 2026, signal: new AbortController().signal } as const;
  const link = "https://www.themoviedb.org/movie/278-the-shawshank-redemption";
  expect(await findMovies(link, asked)).toEqual({ movies: [], quiet: null });
  server.always(wrong.body('{"id": "278", "title": ["x"], "release_date": 1994}'));
  expect(await findMovies(link, asked), "of other types").toEqual({ movies: [], quiet: "down" });
  expect(await findMovies("а".repeat(500), asked), "nobody is asked for that").toEqual({
    movies: [],
    quiet: null,
  });
});
