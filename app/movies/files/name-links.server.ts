import pLimit from "p-limit";
import type { PastedLine } from "#app/domain/importing/pasted.ts";
import type { Line } from "#app/domain/importing/reading.ts";
import type { MovieIds } from "#app/domain/film/movie-details.ts";
import { films } from "../open-films.server.ts";

/** So many addresses without a title are looked up; a person has to wait for it. */
const LINKS_MAX = 20;
const AT_ONCE = 5;

type Options = Parameters<ReturnType<typeof films>["findMovies"]>[1];

/**
 * The lines with the titles of those that are nothing but the address of a film, as far as providers know them in time.
 * `may` is asked once, and only when there are such lines. Never rejects.
 */
export async function nameLinks(
  lines: readonly PastedLine[],
  { may, ...options }: Options & { may: () => Promise<boolean> },
): Promise<Line[]> {
  const wanted = lines.filter(({ link }) => link !== null).slice(0, LINKS_MAX);
  if (wanted.length === 0 || !(await may())) return [...lines];
  const limit = pLimit(AT_ONCE);
  const named = await Promise.all(
    wanted.map((line) => limit(async () => [line, await titleOf(line, options)] as const)),
  );
  const texts = new Map(named);
  return lines.map((line) => ({ ...line, texts: texts.get(line) ?? line.texts }));
}

async function titleOf({ text, link }: PastedLine, options: Options): Promise<Line["texts"]> {
  const { movies } = await films().findMovies(text, options);
  const [film] = movies;
  if (!film || !link) return null;
  const ids: MovieIds = { ...film.ids, [link.at]: link.id };
  return {
    title: film.title,
    year: String(film.year ?? ""),
    originalTitle: film.originalTitle ?? "",
    runtime: String(film.runtime ?? ""),
    genres: film.genres,
    countries: film.countries,
    description: film.description ?? "",
    rating: String(film.rating?.value ?? ""),
    ratingBy: film.rating?.by ?? "",
    posterUrl: film.posterUrl ?? "",
    imdb: ids.imdb ?? "",
    tmdb: String(ids.tmdb ?? ""),
    kinopoisk: String(ids.kinopoisk ?? ""),
  };
}
