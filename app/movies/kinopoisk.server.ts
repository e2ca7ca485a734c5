import * as z from "zod";
import type { MovieDetails, Rating } from "#app/domain/film/movie-details.ts";
import type { MovieRef } from "#app/domain/film/movie-link.ts";
import { maybeAmount, maybeList, maybeText, movieOf } from "./answers.server.ts";
import type { Provider } from "./provider.server.ts";
import { askFor, type Access } from "./request.server.ts";

const HITS = "10";

/** poiskkino.dev, formerly kinopoisk.dev, version 1.4 (https://api.poiskkino.dev/documentation). Russian only. */
export function kinopoisk(access: Access): Provider {
  function toMovie(film: z.output<typeof Film>, thisYear: number): MovieDetails | null {
    if (film.isSeries === true) return null;
    const original = film.alternativeName ?? film.enName;
    return movieOf(
      {
        source: "kinopoisk",
        titles: [film.name, original],
        year: film.year === null ? null : `${film.year}`,
        originalTitle: original,
        posterUrl: repaired(film.poster?.url ?? null),
        runtime: film.movieLength,
        genres: film.genres.map(({ name }) => name),
        countries: film.countries.map(({ name }) => name),
        description: film.shortDescription ?? film.description,
        rating: ratingOf(film.rating),
        ids: { imdb: film.externalId?.imdb ?? null, tmdb: film.externalId?.tmdb ?? null, kinopoisk: film.id },
      },
      thisYear,
    );
  }

  return {
    name: "kinopoisk",
    knows: () => true,
    async search(query, { year, thisYear, signal }) {
      const found = await askFor("kinopoisk", access, {
        path: "/v1.4/movie/search",
        query: { query, page: "1", limit: HITS },
        shape: Found,
        signal,
      });
      const movies = (found?.docs ?? []).flatMap((film) => toMovie(film, thisYear) ?? []);
      // Its search cannot be asked for a year.
      return year === null ? movies : movies.filter((movie) => movie.year === year);
    },
    async byId(ref, { thisYear, signal }) {
      if (ref.at === "kinopoisk") {
        const film = await askFor("kinopoisk", access, {
          path: `/v1.4/movie/${ref.id}`,
          query: {},
          shape: Film,
          signal,
        });
        return film && toMovie(film, thisYear);
      }
      const found = await askFor("kinopoisk", access, {
        path: "/v1.4/movie",
        query: { [EXTERNAL[ref.at]]: `${ref.id}`, limit: "1" },
        shape: Found,
        signal,
      });
      const [film] = found?.docs ?? [];
      return film ? toMovie(film, thisYear) : null;
    },
  };
}

const EXTERNAL: Record<Exclude<MovieRef["at"], "kinopoisk">, string> = {
  imdb: "externalId.imdb",
  tmdb: "externalId.tmdb",
};

/** The first address no longer has posters; the second has them under the same path. */
function repaired(url: string | null): string | null {
  return (
    url?.replace(
      /^https:\/\/image\.openmoviedb\.com\/kinopoisk-images\//,
      "https://avatars.mds.yandex.net/get-kinopoisk-image/",
    ) ?? null
  );
}

function ratingOf(rating: { kp: number | null; imdb: number | null } | null): Rating | null {
  if (rating?.kp) return { value: rating.kp, by: "kinopoisk" };
  return rating?.imdb ? { value: rating.imdb, by: "imdb" } : null;
}

const Named = z.object({ name: z.string() });

const Film = z.object({
  id: z.int().positive(),
  name: maybeText,
  alternativeName: maybeText,
  enName: maybeText,
  year: maybeAmount,
  isSeries: z.unknown().optional(),
  description: maybeText,
  shortDescription: maybeText,
  movieLength: maybeAmount,
  genres: maybeList(Named),
  countries: maybeList(Named),
  poster: z.object({ url: maybeText }).nullable().catch(null),
  rating: z.object({ kp: maybeAmount, imdb: maybeAmount }).nullable().catch(null),
  externalId: z.object({ imdb: maybeText, tmdb: maybeAmount }).nullable().catch(null),
});

const Found = z.object({ docs: maybeList(Film) });
