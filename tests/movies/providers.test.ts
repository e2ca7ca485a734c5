import { describe, expect, test } from "vitest";
import type { MovieDetails } from "#app/domain/film/movie-details.ts";
import { kinopoisk } from "#app/movies/kinopoisk.server.ts";
import { omdb } from "#app/movies/omdb.server.ts";
import type { Provider } from "#app/movies/provider.server.ts";
import { tmdb } from "#app/movies/tmdb.server.ts";
import { startProvider, wrong, type FakeProvider } from "#tests/support/providers.ts";

const signal = new AbortController().signal;
const inRussian = { language: "ru", thisYear: 2026, signal } as const;
const search = (provider: Provider, query: string) => provider.search(query, { ...inRussian, year: null });

describe("kinopoisk", () => {
  const solaris = {
    id: 43911,
    name: "Солярис",
    alternativeName: "Solaris",
    enName: null,
    year: 1972,
    isSeries: false,
    description: "На <b>станции</b> Солярис…",
    movieLength: 169,
    genres: [{ name: "фантастика" }, { name: "драма" }],
    countries: [{ name: "СССР" }],
    poster: { url: "https://image.openmoviedb.com/kinopoisk-images/1/a/orig", previewUrl: null },
    rating: { kp: 8.011, imdb: 8 },
    externalId: { imdb: "tt0069293", tmdb: 593 },
  };
  const open = async (answers: Record<string, unknown>) => {
    const server = await startProvider(answers);
    return {
      server,
      provider: kinopoisk({ base: server.base, headers: { "X-API-KEY": "token" }, timeoutMs: 2_000 }),
    };
  };

  test("tells of a film with all that it knows", async () => {
    const { server, provider } = await open({ "/v1.4/movie/43911": solaris });
    expect(await provider.byId({ at: "kinopoisk", id: 43911 }, inRussian)).toEqual({
      source: "kinopoisk",
      title: "Солярис",
      originalTitle: "Solaris",
      year: 1972,
      runtime: 169,
      genres: ["фантастика", "драма"],
      countries: ["СССР"],
      description: "На станции Солярис…",
      rating: { value: 8.011, by: "kinopoisk" },
      posterUrl: "https://avatars.mds.yandex.net/get-kinopoisk-image/1/a/orig",
      ids: { imdb: "tt0069293", tmdb: 593, kinopoisk: 43911 },
    } satisfies MovieDetails);
    expect(server.headers()).toMatchObject({ "x-api-key": "token" });
  });

  test("is found by the id of another place too", async () => {
    const { server, provider } = await open({ "/v1.4/movie": { docs: [solaris] } });
    expect(await provider.byId({ at: "imdb", id: "tt0069293" }, inRussian)).toMatchObject({
      title: "Солярис",
    });
    expect(server.asked).toEqual(["/v1.4/movie?externalId.imdb=tt0069293&limit=1"]);
  });

  test("its traps end as plain absent values", async () => {
    const trap = {
      id: 1,
      name: "",
      alternativeName: null,
      enName: "Stalker",
      year: null,
      poster: null,
      rating: { kp: 0, imdb: 0 },
      externalId: {},
      movieLength: 0,
      genres: [{ name: null }, { name: "драма" }, 7],
    };
    const { provider } = await open({
      "/v1.4/movie/search": {
        docs: [trap, { id: "x" }, { ...solaris, isSeries: true }, { id: 2, name: " " }],
      },
    });
    expect(await search(provider, "s")).toEqual([
      {
        source: "kinopoisk",
        title: "Stalker",
        originalTitle: null,
        year: null,
        runtime: null,
        genres: ["драма"],
        countries: [],
        description: null,
        rating: null,
        posterUrl: null,
        ids: { imdb: null, tmdb: null, kinopoisk: 1 },
      },
    ]);
  });
});

describe("tmdb", () => {
  const redemption = {
    id: 278,
    title: "Побег из Шоушенка",
    original_title: "The Shawshank Redemption",
    overview: "",
    release_date: "1994-09-23",
    poster_path: "/a.jpg",
    vote_average: 8.7,
    runtime: 142,
    imdb_id: "tt0111161",
    genres: [{ id: 18, name: "драма" }],
    production_countries: [{ iso_3166_1: "US", name: "United States of America" }],
  };
  const open = async (answers: Record<string, unknown>) => {
    const server = await startProvider(answers);
    return {
      server,
      provider: tmdb({ base: server.base, images: "https://image.tmdb.org/t/p", timeoutMs: 2_000 }),
    };
  };

  test("searches by title and year in the visitor's language", async () => {
    const { server, provider } = await open({
      "/search/movie": { results: [redemption, { id: 3, title: "", original_title: "", release_date: "" }] },
    });
    const found = await provider.search("побег & co", { ...inRussian, year: 1994 });
    expect(found).toMatchObject([
      {
        title: "Побег из Шоушенка",
        year: 1994,
        posterUrl: "https://image.tmdb.org/t/p/w500/a.jpg",
        description: null,
        rating: { value: 8.7, by: "tmdb" },
      },
    ]);
    expect(server.asked).toEqual([
      "/search/movie?query=%D0%BF%D0%BE%D0%B1%D0%B5%D0%B3+%26+co&language=ru-RU&include_adult=false&primary_release_year=1994",
    ]);
  });

  test("finds a film by its id at IMDb, and nothing for a series", async () => {
    const { provider } = await open({
      "/find/tt0111161": { movie_results: [{ id: 278 }] },
      "/find/tt0903747": { movie_results: [], tv_results: [{ id: 1396 }] },
      "/movie/278": redemption,
    });
    expect(await provider.byId({ at: "imdb", id: "tt0111161" }, inRussian)).toMatchObject({
      runtime: 142,
      genres: ["драма"],
    });
    expect(await provider.byId({ at: "imdb", id: "tt0903747" }, inRussian)).toBeNull();
    expect(await provider.byId({ at: "tmdb", id: 9 }, inRussian)).toBeNull();
  });
});

describe("omdb", () => {
  const open = async (answers: Record<string, unknown>) => {
    const server = await startProvider(answers);
    return { server, provider: omdb({ base: server.base, key: "k", timeoutMs: 2_000 }) };
  };

  test("reads texts for numbers and lists, and N/A for nothing", async () => {
    const { provider } = await open({
      "/": {
        Response: "True",
        Title: "Cleopatra",
        Year: "1963",
        Runtime: "1,251 min",
        Genre: "Drama, History",
        Country: "N/A",
        Plot: "N/A",
        Poster: "N/A",
        imdbRating: "7.0",
        imdbID: "tt0056937",
        Type: "movie",
      },
    });
    expect(await provider.byId({ at: "imdb", id: "tt0056937" }, inRussian)).toMatchObject({
      title: "Cleopatra",
      year: 1963,
      runtime: 1_251,
      genres: ["Drama", "History"],
      countries: [],
      description: null,
      posterUrl: null,
      rating: { value: 7, by: "imdb" },
    });
  });

  test.each([
    ["Movie not found!", []],
    ["Too many results.", []],
  ])("says with status 200 that there is nothing: %s", async (Error, found) => {
    const { provider } = await open({ "/": { Response: "False", Error } });
    expect(await search(provider, "x")).toEqual(found);
  });

  test.each([
    ["Request limit reached!", "quota"],
    ["Invalid API key!", "refused"],
  ])("says with status 200 that it does not answer: %s", async (Error, failure) => {
    const { provider } = await open({ "/": { Response: "False", Error } });
    await expect(search(provider, "x")).rejects.toMatchObject({ failure });
  });
});

describe("a provider that misbehaves", () => {
  const open = async ({ timeoutMs = 2_000 } = {}): Promise<{ server: FakeProvider; provider: Provider }> => {
    const server = await startProvider({ "/v1.4/movie/search": { docs: [] } });
    return { server, provider: kinopoisk({ base: server.base, timeoutMs }) };
  };

  test.each([
    ["a wrong token", wrong.status(401), "refused", 1],
    ["over its daily limit", wrong.status(403), "quota", 1],
    ["asked too often, for long", wrong.status(429, { "retry-after": "60" }), "quota", 1],
    ["asked too often", wrong.status(429), "quota", 2],
    ["broken", wrong.status(500), "down", 2],
    ["a page of HTML", wrong.body("<!doctype html><p>Busy"), "down", 1],
    ["JSON cut short", wrong.body('{"docs": ['), "down", 1],
    ["another shape", wrong.body('["docs"]'), "down", 1],
    ["half an answer", wrong.halfway, "down", 1],
    ["an endless answer", wrong.endless, "down", 1],
    ["a redirect to this machine", wrong.redirect("http://127.0.0.1:1/"), "down", 1],
  ] as const)("%s", async (_what, way, failure, times) => {
    const { server, provider } = await open();
    server.always(way);
    await expect(search(provider, "x")).rejects.toMatchObject({ failure });
    expect(server.asked).toHaveLength(times);
  });

  test("silent: late, and not a moment later", async () => {
    const { server, provider } = await open({ timeoutMs: 100 });
    server.always(wrong.silent);
    await expect(search(provider, "x")).rejects.toMatchObject({ failure: "late" });
  });

  test("once broken, then well: asked again after the time that it names", async () => {
    const { server, provider } = await open();
    server.next(wrong.status(503, { "retry-after": "0" }));
    expect(await search(provider, "x")).toEqual([]);
    expect(server.asked).toHaveLength(2);
  });

  const answeredAt = "Sat, 28 Nov 2026 12:00:00 GMT";
  test("asked again at the moment that it names, if that is near", async () => {
    const { server, provider } = await open();
    server.next(wrong.status(503, { "retry-after": "Sat, 28 Nov 2026 12:00:01 GMT", date: answeredAt }));
    expect(await search(provider, "x")).toEqual([]);
    expect(server.asked).toHaveLength(2);
  });

  test.each(["Sat, 28 Nov 2026 12:01:00 GMT", "Sat, 28 Nov 2026 11:00:00 GMT", "soon"])(
    "not asked again when it names %s",
    async (named) => {
      const { server, provider } = await open();
      server.next(wrong.status(503, { "retry-after": named, date: answeredAt }));
      await expect(search(provider, "x")).rejects.toMatchObject({ failure: "down" });
      expect(server.asked).toHaveLength(1);
    },
  );

  test("no failure of its own when whoever asked has gone", async () => {
    const { server, provider } = await open();
    const gone = new AbortController();
    server.always(() => gone.abort(new Error("gone")));
    await expect(provider.search("x", { ...inRussian, year: null, signal: gone.signal })).rejects.toThrow(
      "gone",
    );
  });
});
