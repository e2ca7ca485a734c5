import { describe, expect, test } from "vitest";
import { isSame, mergeFound } from "#app/domain/film/merge-found.ts";
import { NO_IDS, type MovieDetails } from "#app/domain/film/movie-details.ts";

function movie(input: Partial<MovieDetails> = {}): MovieDetails {
  return {
    source: "tmdb",
    title: "Solaris",
    originalTitle: null,
    year: 1972,
    posterUrl: null,
    runtime: null,
    genres: [],
    countries: [],
    description: null,
    rating: null,
    ids: NO_IDS,
    ...input,
  };
}

describe("two descriptions are of one film", () => {
  test.each<[string, Partial<MovieDetails>, Partial<MovieDetails>, boolean]>([
    [
      "one id in common",
      { ids: { ...NO_IDS, imdb: "tt1" }, title: "A" },
      { ids: { ...NO_IDS, imdb: "tt1" } },
      true,
    ],
    ["different ids at one place", { ids: { ...NO_IDS, tmdb: 1 } }, { ids: { ...NO_IDS, tmdb: 2 } }, false],
    [
      "one id in common and one that differs",
      { ids: { imdb: "tt1", tmdb: 1, kinopoisk: null } },
      { ids: { imdb: "tt1", tmdb: 2, kinopoisk: null } },
      false,
    ],
    ["the same title and year", { title: "SOLARIS!" }, {}, true],
    ["a title that is the other's original", { title: "Солярис", originalTitle: "Solaris" }, {}, true],
    ["another year", { year: 2002 }, {}, false],
    ["no year", { year: null }, { year: null }, false],
    ["another title", { title: "Stalker" }, {}, false],
  ])("%s", (_what, one, other, same) => {
    expect(isSame(movie(one), movie(other))).toBe(same);
    expect(isSame(movie(other), movie(one))).toBe(same);
  });
});

test("what one provider lacks is taken from the next, and the first one's word counts", () => {
  const first = movie({ title: "Солярис", originalTitle: "Solaris", rating: { value: 8, by: "kinopoisk" } });
  const second = movie({ runtime: 167, posterUrl: "https://a/b", ids: { ...NO_IDS, imdb: "tt0069293" } });
  expect(mergeFound([[first], [second]], 10)).toEqual([
    { ...first, runtime: 167, posterUrl: "https://a/b", ids: { ...NO_IDS, imdb: "tt0069293" } },
  ]);
});

test("fifty films of one title stay apart, and no more are kept than were asked for", () => {
  const many = Array.from({ length: 50 }, (_, index) => movie({ ids: { ...NO_IDS, tmdb: index + 1 } }));
  expect(mergeFound([many], 10).map(({ ids }) => ids.tmdb)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

describe("of two descriptions of one film", () => {
  const full = (mark: string, number: number): MovieDetails =>
    movie({
      title: "Solaris",
      originalTitle: `Солярис ${mark}`,
      posterUrl: `https://example.org/${mark}.jpg`,
      runtime: number,
      genres: [mark],
      countries: [mark],
      description: mark,
      rating: { value: number, by: "tmdb" },
    });

  test("the first keeps all that it knows", () => {
    const first = { ...full("a", 1), ids: { imdb: "tt1", tmdb: 1, kinopoisk: 1 } };
    const second = { ...full("b", 2), ids: { imdb: "tt1", tmdb: 1, kinopoisk: 1 } };
    expect(mergeFound([[first], [{ ...second, year: 2002 }]], 10)).toEqual([first]);
  });

  test("the second gives all that the first lacks", () => {
    const bare = movie({ year: null, ids: { ...NO_IDS, imdb: "tt1" } });
    const second = { ...full("b", 2), ids: { imdb: "tt1", tmdb: 2, kinopoisk: 3 } };
    expect(mergeFound([[bare], [second]], 10)).toEqual([second]);
  });

  test("an id that only one of them has tells nothing", () => {
    const known = movie({ ids: { ...NO_IDS, imdb: "tt1" } });
    expect(isSame(known, movie({ ids: { ...NO_IDS, tmdb: 1 } }))).toBe(true);
    expect(isSame(known, movie())).toBe(true);
  });
});
