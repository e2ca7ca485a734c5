import * as z from "zod";
import type { MovieDetails } from "#app/domain/film/movie-details.ts";
import { maybeAmount, maybeList, maybeText, movieOf } from "./answers.server.ts";
import { ProviderError, type Provider } from "./provider.server.ts";
import { askFor, type Access } from "./request.server.ts";

/** The Open Movie Database (https://www.omdbapi.com). It says "not found" with status 200, and knows English only. */
export function omdb(access: Access & { key: string }): Provider {
  async function ask(
    query: Record<string, string>,
    signal: AbortSignal,
  ): Promise<z.output<typeof Answer> | null> {
    const answer = await askFor("omdb", access, {
      path: "/",
      query: { apikey: access.key, ...query },
      shape: Answer,
      signal,
    });
    if (!answer || answer.Response === "True") return answer;
    if (/limit/i.test(answer.Error ?? "")) throw new ProviderError("omdb", "quota");
    if (/api key/i.test(answer.Error ?? "")) throw new ProviderError("omdb", "refused");
    return null;
  }

  function toMovie(film: z.output<typeof Film>, thisYear: number): MovieDetails | null {
    if (film.Type !== null && film.Type !== "movie") return null;
    return movieOf(
      {
        source: "omdb",
        titles: [film.Title],
        year: film.Year?.slice(0, 4) ?? null,
        originalTitle: null,
        posterUrl: film.Poster,
        runtime: minutes(film.Runtime),
        genres: listed(film.Genre),
        countries: listed(film.Country),
        description: film.Plot,
        rating: film.imdbRating === null ? null : { value: film.imdbRating, by: "imdb" },
        ids: { imdb: film.imdbID, tmdb: null, kinopoisk: null },
      },
      thisYear,
    );
  }

  return {
    name: "omdb",
    knows: ({ at }) => at === "imdb",
    async search(query, { year, thisYear, signal }) {
      const found = await ask(
        { s: query, type: "movie", ...(year === null ? {} : { y: `${year}` }) },
        signal,
      );
      return (found?.Search ?? []).flatMap((film) => toMovie(film, thisYear) ?? []);
    },
    async byId(ref, { thisYear, signal }) {
      if (ref.at !== "imdb") return null;
      const film = await ask({ i: ref.id, plot: "short" }, signal);
      return film && toMovie(film, thisYear);
    },
  };
}

function minutes(text: string | null): number | null {
  const found = /^([\d,]{1,7}) min$/.exec(text ?? "")?.[1];
  return found ? Number(found.replaceAll(",", "")) : null;
}

function listed(text: string | null): string[] {
  return text?.split(",").map((each) => each.trim()) ?? [];
}

const Film = z.object({
  Title: maybeText,
  Year: maybeText,
  imdbID: maybeText,
  Type: maybeText,
  Poster: maybeText,
  Runtime: maybeText,
  Genre: maybeText,
  Country: maybeText,
  Plot: maybeText,
  imdbRating: maybeAmount,
});

const Answer = Film.extend({ Response: z.string(), Error: maybeText, Search: maybeList(Film) });
