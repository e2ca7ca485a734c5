import { describe, expect, test } from "vitest";
import films from "#app/movies/catalogue/films.json";
import { isRef, languageOfRef, readDetails, refOf, REF_MAX } from "#app/domain/film/found-film.ts";
import { NO_IDS, type MovieDetails } from "#app/domain/film/movie-details.ts";

const SOLARIS: MovieDetails = {
  source: "kinopoisk",
  title: "Солярис",
  originalTitle: "Solaris",
  year: 1972,
  posterUrl: "https://example.org/solaris.jpg",
  runtime: 169,
  genres: ["фантастика"],
  countries: ["СССР"],
  description: "На станции\nСолярис…",
  rating: { value: 8.011, by: "kinopoisk" },
  ids: { imdb: "tt0069293", tmdb: 593, kinopoisk: 43911 },
};

describe("a film's ref", () => {
  test.each<[Partial<MovieDetails>, string | null]>([
    [{}, "kinopoisk:43911:ru"],
    [{ source: "tmdb" }, "tmdb:593:ru"],
    [{ source: "omdb" }, "omdb:tt0069293:ru"],
    [{ source: "catalogue" }, "catalogue:1972-солярис:ru"],
    [{ source: "tmdb", ids: NO_IDS }, null],
    [{ source: "catalogue", title: "ﷺ".repeat(200) }, null],
  ])("of %j is %s", (input, ref) => {
    expect(refOf({ ...SOLARIS, ...input }, "ru")).toBe(ref);
  });

  test("tells the language, and is never long", () => {
    expect(languageOfRef(refOf(SOLARIS, "en")!)).toBe("en");
    expect(languageOfRef(refOf(SOLARIS, "ru")!)).toBe("ru");
    const longest = { ...SOLARIS, source: "catalogue" as const, title: "я".repeat(200) };
    expect(refOf(longest, "ru")!.length).toBeLessThanOrEqual(REF_MAX);
    const titled = (length: number) => ({ ...longest, title: "я".repeat(length) });
    const room = REF_MAX - "catalogue:1972-:ru".length;
    expect(refOf(titled(room), "ru")).toHaveLength(REF_MAX);
    expect(refOf(titled(room + 1), "ru")).toBeNull();
  });

  test("tells apart all films that come along", () => {
    const refs = films.map(([year, english, russian]) =>
      refOf(
        {
          ...SOLARIS,
          source: "catalogue",
          title: (english || russian) as string,
          year: year as number,
        },
        "en",
      ),
    );
    expect(new Set(refs).size).toBe(films.length);
  });
});

test.each([
  ["tmdb:593:ru", true],
  ["catalogue:1972-солярис:en", true],
  [`tmdb:${"1".repeat(REF_MAX - "tmdb::ru".length)}:ru`, true],
  [`tmdb:${"1".repeat(REF_MAX - "tmdb::ru".length + 1)}:ru`, false],
  ["tmdb:593:de", false],
  ["video:593:ru", false],
  ["tmdb::ru", false],
  ["tmdb:5 3:ru", false],
  ["", false],
])("%j can be a ref: %s", (text, can) => expect(isRef(text)).toBe(can));

describe("details that were kept", () => {
  test("are read as they were", () => {
    expect(readDetails(JSON.parse(JSON.stringify(SOLARIS)))).toEqual(SOLARIS);
  });

  test("what another release wrote otherwise is not known", () => {
    const odd = {
      ...SOLARIS,
      year: "1972",
      runtime: -1,
      genres: "drama",
      rating: {},
      ids: { tmdb: 1.5 },
      more: 1,
    };
    expect(readDetails(odd)).toEqual({
      ...SOLARIS,
      year: null,
      runtime: null,
      genres: [],
      rating: null,
      ids: NO_IDS,
    });
  });

  test.each([null, 1, "Solaris", [], {}, { ...SOLARIS, title: "" }, { ...SOLARIS, source: "someone" }])(
    "%j is no film",
    (kept) => expect(readDetails(kept)).toBeNull(),
  );
});
