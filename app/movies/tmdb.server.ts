import * as z from "zod";
import type { MovieDetails } from "#app/domain/film/movie-details.ts";
import { maybeAmount, maybeList, maybeText, movieOf } from "./answers.server.ts";
import type { Provider, SearchOptions } from "./provider.server.ts";
import { askFor, type Access } from "./request.server.ts";

const POSTER_SIZE = "w500";

type Asked = Omit<SearchOptions, "year">;

/** The Movie Database, version 3 (https://developer.themoviedb.org/reference). `images` is where its posters are. */
export function tmdb(access: Access & { images: string }): Provider {
  function toMovie(film: z.output<typeof Film>, thisYear: number): MovieDetails | null {
    return movieOf(
      {
        source: "tmdb",
        titles: [film.title, film.original_title],
        year: film.release_date?.slice(0, 4) ?? null,
        originalTitle: film.original_title,
        posterUrl: film.poster_path ? `${access.images}/${POSTER_SIZE}${film.poster_path}` : null,
        runtime: film.runtime,
        genres: film.genres.map(({ name }) => name),
        countries: film.production_countries.map(({ name }) => name),
        description: film.overview,
        rating: film.vote_average === null ? null : { value: film.vote_average, by: "tmdb" },
        ids: { imdb: film.imdb_id, tmdb: film.id, kinopoisk: null },
      },
      thisYear,
    );
  }

  async function film(id: number, { language, thisYear, signal }: Asked): Promise<MovieDetails | null> {
    const found = await askFor("tmdb", access, {
      path: `/movie/${id}`,
      query: { language: LANGUAGES[language] },
      shape: Film,
      signal,
    });
    return found && toMovie(found, thisYear);
  }

  return {
    name: "tmdb",
    knows: ({ at }) => at !== "kinopoisk",
    async search(query, { year, language, thisYear, signal }) {
      const found = await askFor("tmdb", access, {
        path: "/search/movie",
        query: {
          query,
          language: LANGUAGES[language],
          include_adult: "false",
          ...(year === null ? {} : { primary_release_year: `${year}` }),
        },
        shape: Results,
        signal,
      });
      return (found?.results ?? []).flatMap((each) => toMovie(each, thisYear) ?? []);
    },
    async byId(ref, { language, thisYear, signal }) {
      if (ref.at === "tmdb") return film(ref.id, { language, thisYear, signal });
      const found = await askFor("tmdb", access, {
        path: `/find/${ref.id}`,
        query: { external_source: "imdb_id", language: LANGUAGES[language] },
        shape: Findings,
        signal,
      });
      const first = found?.movie_results[0];
      return first ? film(first.id, { language, thisYear, signal }) : null;
    },
  };
}

const LANGUAGES = { ru: "ru-RU", en: "en-US" } as const;

const Named = z.object({ name: z.string() });

const Film = z.object({
  id: z.int().positive(),
  imdb_id: maybeText,
  title: maybeText,
  original_title: maybeText,
  overview: maybeText,
  release_date: maybeText,
  runtime: maybeAmount,
  genres: maybeList(Named),
  production_countries: maybeList(Named),
  poster_path: maybeText,
  vote_average: maybeAmount,
});

const Results = z.object({ results: maybeList(Film) });
const Findings = z.object({ movie_results: maybeList(z.object({ id: z.int().positive() })) });
