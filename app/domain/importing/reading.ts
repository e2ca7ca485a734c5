import {
  filmKey,
  merged,
  readFilm,
  type FilmTexts,
  type ImportedFilm,
  type LineProblem,
} from "./imported-film.ts";
import { titleKey } from "../film/movie.ts";
import { tidyLine } from "../text.ts";
import { searchKey } from "../film/title-search.ts";

/** The largest file that is read, and the longest list that is pasted, in bytes. */
export const IMPORT_BYTES_MAX = 2 * 1024 * 1024;
/** How many films one import may bring, and how many lines one of its tables may have. */
export const IMPORT_FILMS_MAX = 5_000;
/** So many unreadable lines are shown; the others are counted. */
export const UNREADABLE_MAX = 200;

/** Why nothing of a file or of a list was read. Each has its words in `copy/`, under `import.problem.<problem>`. */
export type ImportProblem =
  | "nothing"
  | "too-large"
  | "too-many"
  | "not-text"
  | "no-films"
  | "broken-csv"
  | "broken-json"
  | "broken-zip"
  | "too-slow";

/** A line that names no film: where it stands, and how it begins. */
export type Unreadable = { line: number; text: string; problem: LineProblem };

/** A film with what it is known, looked for and sorted by. */
export type KeyedFilm = ImportedFilm & { titleKey: string; searchKey: string };

/** What is to be imported: each film once. */
export type Reading = {
  films: KeyedFilm[];
  /** The first of the unreadable lines. */
  unreadable: Unreadable[];
  unreadableCount: number;
};

/** One line of what is to be imported; null texts are about no film. */
export type Line = { line: number; text: string; texts: FilmTexts | null; problem?: LineProblem };

/** How much of an unreadable line is shown, in UTF-16 units. */
const BEGINNING = 80;

/** The films that these lines tell of, each once and in their order, read at this moment (ms since 1970). */
export function readLines(lines: Iterable<Line>, now: number): Reading | "too-many" {
  const films = new Map<string, ImportedFilm>();
  const unreadable: Unreadable[] = [];
  let unreadableCount = 0;
  for (const { line, text, texts, problem } of lines) {
    const read = texts ? readFilm(texts, now) : { problem: problem ?? "no-film" };
    if ("film" in read) {
      const key = filmKey(read.film);
      const before = films.get(key);
      films.set(key, before ? merged(before, read.film) : read.film);
      if (films.size > IMPORT_FILMS_MAX) return "too-many";
      continue;
    }
    unreadableCount += 1;
    if (unreadable.length < UNREADABLE_MAX) {
      unreadable.push({ line, text: tidyLine(text.slice(0, BEGINNING)), problem: read.problem });
    }
  }
  return { films: [...films.values()].map(withKeys), unreadable, unreadableCount };
}

/** The film with its keys, which take time to make: a title may become 18 times longer in them. */
export function withKeys(film: ImportedFilm): KeyedFilm {
  return { ...film, titleKey: titleKey(film.title), searchKey: searchKey(film) };
}
