import * as z from "zod";
import type { MovieInFull } from "../library/library.ts";
import type { FilmTexts } from "./imported-film.ts";
import { guardedCell } from "./spreadsheet-cell.ts";

/*
 * The two files that a library is exported to. The columns up to Review are those that Letterboxd reads; it passes over the
 * others, which are for us: https://letterboxd.com/about/importing-data/
 */
type Cell = (film: MovieInFull) => string | number | null;

const COLUMNS: readonly (readonly [name: string, cell: Cell])[] = [
  ["tmdbID", ({ ids }) => ids.tmdb],
  ["imdbID", ({ ids }) => ids.imdb],
  ["Title", ({ title }) => title],
  ["Year", ({ year }) => year],
  ["Rating10", ({ ownRating }) => ownRating],
  ["WatchedDate", ({ watchedOn }) => watchedOn],
  ["Tags", ({ tags }) => tags.join(", ")],
  ["Review", ({ note }) => note],
  ["Badges", ({ badges }) => badges.join(", ")],
  ["kinopoiskID", ({ ids }) => ids.kinopoisk],
  ["Original title", ({ originalTitle }) => originalTitle],
  ["Minutes", ({ runtime }) => runtime],
  ["Genres", ({ genres }) => genres.join(", ")],
  ["Countries", ({ countries }) => countries.join(", ")],
  ["About", ({ description }) => description],
  ["Provider rating", ({ rating }) => rating?.value ?? null],
  ["Rating by", ({ rating }) => rating?.by ?? null],
  ["Poster", ({ posterUrl }) => posterUrl],
  ["Added", ({ addedAt }) => addedAt.toISOString()],
];

/** The first line of a library as csv. */
export const CSV_HEAD = csvLine(COLUMNS.map(([name]) => name));

/** A film as a line of csv (RFC 4180), with nothing in it that a spreadsheet would carry out. */
export function csvOf(film: MovieInFull): string {
  return csvLine(COLUMNS.map(([, cell]) => guardedCell(String(cell(film) ?? ""))));
}

function csvLine(cells: readonly string[]): string {
  const quoted = cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell));
  return `${quoted.join(",")}\r\n`;
}

/** Tells a library of ours from other JSON. */
const FORMAT = "movie-lottery-library";

/** What stands before and after the films of a library as JSON; between the films are commas. */
export const JSON_FRAME = [`{"format":"${FORMAT}","version":1,"films":[\n`, "\n]}\n"] as const;

/** A film as JSON, in one line. */
export function jsonOf(film: MovieInFull): string {
  return JSON.stringify({ ...film, id: undefined });
}

const Text = z.string().nullish().catch(null);
const Number_ = z.number().nullish().catch(null);
const Texts = z.array(z.string()).catch([]);

/** A film of such a file. Whatever is of another kind than it should be is left out; without a title it is none. */
const Film = z.object({
  title: z.string(),
  year: Number_,
  posterUrl: Text,
  originalTitle: Text,
  runtime: Number_,
  genres: Texts,
  countries: Texts,
  description: Text,
  rating: z.object({ value: z.number(), by: z.string() }).nullish().catch(null),
  ids: z.object({ imdb: Text, tmdb: Number_, kinopoisk: Number_ }).nullish().catch(null),
  note: Text,
  badges: Texts,
  tags: Texts,
  ownRating: Number_,
  watchedOn: Text,
  addedAt: Text,
});

const Library = z.object({ format: z.literal(FORMAT), films: z.array(z.unknown()) });

/** What each film of a library as JSON says, null for one that is none; null for any other JSON. */
export function filmsOfJson(json: unknown): (FilmTexts | null)[] | null {
  const library = Library.safeParse(json);
  if (!library.success) return null;
  return library.data.films.map((each) => {
    const film = Film.safeParse(each);
    return film.success ? textsOfFilm(film.data) : null;
  });
}

function textsOfFilm({ rating, ids, ...film }: z.output<typeof Film>): FilmTexts {
  const text = (value: string | number | null | undefined) => String(value ?? "");
  return {
    title: film.title,
    year: text(film.year),
    posterUrl: text(film.posterUrl),
    originalTitle: text(film.originalTitle),
    runtime: text(film.runtime),
    genres: film.genres,
    countries: film.countries,
    description: text(film.description),
    rating: text(rating?.value),
    ratingBy: text(rating?.by),
    imdb: text(ids?.imdb),
    tmdb: text(ids?.tmdb),
    kinopoisk: text(ids?.kinopoisk),
    note: text(film.note),
    badges: film.badges,
    tags: film.tags,
    ownRating: text(film.ownRating),
    watchedOn: text(film.watchedOn),
    addedAt: text(film.addedAt),
  };
}
