import type { Problem } from "../problem.ts";
import { lineWithin, tidyLine, UNTIDY_TIMES, withFewMarks } from "../text.ts";

/** A film as people name it: a title, and what tells two films of one title apart. */
export type Movie = { title: string; year: number | null; posterUrl: string | null };

/** Counted in code points, so that an emoji counts as one character. */
export const TITLE_MAX = 200;
export const POSTER_URL_MAX = 2_000;
/** When the first films were made, by Muybridge and Janssen. */
export const YEAR_MIN = 1870;
/** A longer text is not a year, whatever it says. */
const YEAR_TEXT_MAX = 500;

/** The latest year that a film may have: films are announced years ahead. */
export function yearMax(thisYear: number): number {
  return thisYear + 1 + 5;
}

/** The title that a text names, tidied. `title` is blank when there is a problem. */
export function readTitle(text: string): { title: string; problem: Problem | null } {
  const title = lineWithin(text, TITLE_MAX);
  if (title === null) return { title: "", problem: "title-too-long" };
  return { title, problem: title === "" ? "title-blank" : null };
}

/** The year that a text names; a blank text names none. `year` is null when there is a problem. */
export function readYear(text: string, thisYear: number): { year: number | null; problem: Problem | null } {
  const digits = lineWithin(text, YEAR_TEXT_MAX);
  if (digits === null) return { year: null, problem: "year-not-a-number" };
  if (digits === "") return { year: null, problem: null };
  if (!/^\d+$/.test(digits)) return { year: null, problem: "year-not-a-number" };
  const year = Number(digits);
  const known = year >= YEAR_MIN && year <= yearMax(thisYear);
  return known ? { year, problem: null } : { year: null, problem: "year-out-of-range" };
}

/**
 * Two titles with the same key are the same words: letter case, ё/е, accents of width and punctuation do not count.
 * Only the beginning of a text that is far too long is looked at.
 */
export function titleKey(title: string): string {
  const visible = withFewMarks(title.slice(0, TITLE_MAX * UNTIDY_TIMES))
    .normalize("NFKC")
    .replace(/\p{Default_Ignorable_Code_Point}+/gu, "");
  // Composed again, because the small letter of Ǧ with a separate accent is a single code point.
  const small = withFewMarks(visible).toLowerCase().normalize("NFC");
  const folded = small.replace(/ё(\p{M}*)/gu, (_, marks: string) => `е${marks.replaceAll("\u0308", "")}`);
  // Marks count: in Hindi and Thai they are the vowels.
  const words = folded.replace(/[^\p{L}\p{M}\p{N}]+/gu, " ").trim();
  return words || folded.trim();
}

/** `Title (1999)` → title and year. A number that cannot be a year stays part of the title. */
export function parseMovieLine(line: string, thisYear: number): Movie {
  const tidy = tidyLine(line);
  const found = /^(?<title>.*\S)\s*\((?<year>\d{4})\)$/u.exec(tidy)?.groups;
  const year = readYear(found?.year ?? "", thisYear).year;
  return found?.title && year
    ? { title: found.title, year, posterUrl: null }
    : { title: tidy, year: null, posterUrl: null };
}

/**
 * The first `most` films of a pasted list, one a line; blank lines are skipped, and bullets or numbers where every line
 * has one.
 */
export function parseMovieLines(text: string, thisYear: number, most = Infinity): Movie[] {
  const lines: string[] = [];
  // Several line breaks count as one, so blank lines cost nothing, however many there are.
  for (const line of text.split(/[\r\n]+/u)) {
    if (lines.length >= most) break;
    const tidy = tidyLine(line);
    if (tidy) lines.push(tidy);
  }
  return withoutMarkers(lines).map((line) => parseMovieLine(line, thisYear));
}

/** The lines of a list, tidied and not blank, without bullets or numbers where every line has one. */
export function withoutMarkers(lines: readonly string[]): readonly string[] {
  const marker = /^(?:[-*•–—]|\d{1,4}[.)])\s+(?=\S)/u;
  const unmarked = lines.map((line) => tidyLine(line.replace(marker, "")));
  const listed = lines.length > 1 && lines.every((line, i) => unmarked[i] !== "" && marker.test(line));
  return listed ? unmarked : lines;
}

/** The first `count` different films, in their order. Films differ by title and year. */
export function distinctMovies(movies: Iterable<Movie>, count: number): Movie[] {
  const seen = new Map<string, Movie>();
  for (const movie of movies) {
    if (seen.size === count) break;
    const key = `${titleKey(movie.title)}\n${movie.year}`;
    if (!seen.has(key)) seen.set(key, movie);
  }
  return [...seen.values()];
}

/**
 * For each film the index of an earlier one with the same title, or null; `sameYear` when the years do not differ
 * either.
 */
export function repeats(
  movies: readonly { title: string; year: number | null }[],
): ({ of: number; sameYear: boolean } | null)[] {
  const firstOf = new Map<string, number>();
  return movies.map(({ title, year }, index) => {
    const key = titleKey(title);
    if (key === "") return null;
    const twinKey = `${key}\n${year}`;
    const twin = firstOf.get(twinKey);
    const namesake = firstOf.get(key);
    if (namesake === undefined) firstOf.set(key, index);
    if (twin !== undefined) return { of: twin, sameYear: true };
    firstOf.set(twinKey, index);
    return namesake === undefined ? null : { of: namesake, sameYear: false };
  });
}
