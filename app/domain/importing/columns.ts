import { parseMovieLink } from "../film/movie-link.ts";
import { unguardedCell } from "./spreadsheet-cell.ts";
import type { FilmTexts } from "./imported-film.ts";

/** Whose file it is. */
export type FileKind = "letterboxd" | "imdb" | "own" | "table";

/** What the name of a file says of all its films: a watchlist, a diary, a list of that name. */
export type FileMeaning = { badges: string[]; tags: string[] };

/** The columns of a table, by their names, and where each stands. */
export type Columns = { kind: FileKind; at: ReadonlyMap<Column, number> };

/**
 * What each column is called, in small letters without spaces and marks: by us, Letterboxd, IMDb, and whoever made a
 * table of their own.
 */
const NAMES = {
  title: ["title", "name", "film", "movie", "название", "фильм"],
  originalTitle: ["originaltitle", "оригинальноеназвание"],
  year: ["year", "год"],
  imdb: ["imdbid", "const", "imdb"],
  tmdb: ["tmdbid", "tmdb"],
  kinopoisk: ["kinopoiskid", "kinopoisk", "кинопоиск"],
  link: ["url", "link", "ссылка"],
  ownRating: ["rating10", "yourrating", "оценка"],
  stars: ["rating"],
  watchedOn: ["watcheddate", "просмотрен"],
  tags: ["tags", "теги"],
  badges: ["badges"],
  note: ["review", "note", "description", "заметка"],
  runtime: ["runtime", "runtimemins", "minutes", "минуты"],
  genres: ["genres", "жанры"],
  countries: ["countries", "страны"],
  description: ["about"],
  rating: ["providerrating"],
  ratingBy: ["ratingby"],
  posterUrl: ["poster"],
  addedAt: ["added"],
  position: ["position"],
  type: ["titletype"],
  letterboxd: ["letterboxduri"],
} as const;
type Column = keyof typeof NAMES;

/** The columns that a row names; null for a row that is not the head of a table of films. */
export function columnsOf(row: readonly string[]): Columns | null {
  const names = row.map((cell) => cell.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ""));
  const at = new Map<Column, number>();
  for (const column of Object.keys(NAMES) as Column[]) {
    const index = names.findIndex((name) => (NAMES[column] as readonly string[]).includes(name));
    if (index >= 0) at.set(column, index);
  }
  if (!at.has("title")) return null;
  return { kind: kindOf(at, names), at };
}

function kindOf(at: Columns["at"], names: readonly string[]): FileKind {
  if (at.has("badges") && at.has("kinopoisk")) return "own";
  if (names.includes("const") && at.has("type")) return "imdb";
  return at.has("letterboxd") || (at.has("position") && at.has("link")) ? "letterboxd" : "table";
}

/** What a name says: `watchlist.csv`, `likes/films.csv`. IMDb calls its files by numbers of its own. */
export function meaningOfName(name: string): FileMeaning {
  const path = name.toLowerCase();
  const badges = MEANINGS.filter(([pattern]) => pattern.test(path)).map(([, badge]) => badge);
  return { badges, tags: [] };
}

const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/watchlist/, "want"],
  [/(?:^|\W)(?:watched|diary|reviews|ratings)\W/, "watched"],
  [/(?:^|\/)likes\//, "favourite"],
];

/** What a row of such a table says; null for one that is about no film, such as a game. */
export function textsOf(
  row: readonly string[],
  { kind, at }: Columns,
  meaning: FileMeaning,
): FilmTexts | null {
  const cell = (column: Column) => {
    const text = row[at.get(column) ?? -1] ?? "";
    return kind === "own" ? unguardedCell(text) : text;
  };
  const words = (column: Column) => cell(column).split(/[,;]/).slice(0, WORDS_MAX);
  if (/game|podcast|episode|music video/i.test(cell("type"))) return null;
  const ids = idsOf(cell("link"));
  const ownRating = cell("ownRating") || starsTimesTwo(cell("stars"));
  // Who gave a film marks at IMDb has seen it.
  const seen = kind === "imdb" && ownRating !== "" ? ["watched"] : [];
  return {
    title: cell("title"),
    year: cell("year"),
    originalTitle: differs(cell("originalTitle"), cell("title")),
    runtime: cell("runtime"),
    genres: words("genres"),
    countries: words("countries"),
    description: cell("description"),
    rating: cell("rating"),
    ratingBy: cell("ratingBy"),
    imdb: cell("imdb") || ids.imdb,
    tmdb: cell("tmdb") || ids.tmdb,
    kinopoisk: cell("kinopoisk") || ids.kinopoisk,
    posterUrl: cell("posterUrl"),
    note: cell("note"),
    badges: [...words("badges").map((text) => text.trim()), ...meaning.badges, ...seen],
    tags: [...words("tags"), ...meaning.tags],
    ownRating,
    watchedOn: cell("watchedOn"),
    addedAt: cell("addedAt"),
  };
}

const WORDS_MAX = 200;

/** Letterboxd gives up to five stars, and halves of them. */
function starsTimesTwo(text: string): string {
  return /^(?:[0-4](?:\.[05])?|5(?:\.0)?)$/.test(text.trim()) ? String(Number(text) * 2) : "";
}

function differs(text: string, from: string): string {
  return text.trim() === from.trim() ? "" : text;
}

/** The ids that an address of a film's page names, as texts; blank where it names none. */
export function idsOf(address: string): { imdb: string; tmdb: string; kinopoisk: string } {
  const none = { imdb: "", tmdb: "", kinopoisk: "" };
  // No year is read from it.
  const link = parseMovieLink(address, 0);
  return link?.kind === "movie" ? { ...none, [link.ref.at]: String(link.ref.id) } : none;
}
