import type { Problem } from "./problem.ts";

/** A film as people name it: a title, and what tells two films of one title apart. */
export type Movie = { title: string; year: number | null; posterUrl: string | null };

/** Counted in code points, so that an emoji is one character and not two. */
export const TITLE_MAX = 200;
export const POSTER_URL_MAX = 2_000;
/** Films began with Muybridge and Janssen in the 1870s. */
export const YEAR_MIN = 1870;

/** The latest year a film may bear: announced ones are named years ahead. */
export function yearMax(thisYear: number): number {
  return thisYear + 1 + 5;
}

/** What is wrong with a tidied title, or null. */
export function titleProblem(title: string): Problem | null {
  if (title === "") return "title-blank";
  return characters(title) > TITLE_MAX ? "title-too-long" : null;
}

/** The year that a text names; a blank text names none. `year` is null when there is a problem. */
export function readYear(text: string, thisYear: number): { year: number | null; problem: Problem | null } {
  const digits = tidyLine(text);
  if (digits === "") return { year: null, problem: null };
  if (!/^\d+$/.test(digits)) return { year: null, problem: "year-not-a-number" };
  const year = Number(digits);
  const known = year >= YEAR_MIN && year <= yearMax(thisYear);
  return known ? { year, problem: null } : { year: null, problem: "year-out-of-range" };
}

/** Length in code points. */
export function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/**
 * One line of text as it is kept: control characters gone, white space folded, ends trimmed, composed (NFC).
 * Text made only of invisible characters comes back empty.
 */
export function tidyLine(text: string): string {
  const line = withoutControls(text).normalize("NFC").replace(/\s+/gu, " ").trim();
  // U+2800 is the Braille cell without dots.
  return /[^\p{Cf}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u.test(line) ? line : "";
}

/** Several lines of text as they are kept: as tidyLine, but line breaks stay. */
export function tidyText(text: string): string {
  const lines = text.split(/\r\n?|\n/u);
  return lines
    .map((line) => withoutControls(line).normalize("NFC").trimEnd())
    .join("\n")
    .trim();
}

/** Two titles with the same key are the same words: letter case, ё/е, accents of width and punctuation do not count. */
export function titleKey(title: string): string {
  const visible = title.normalize("NFKC").replace(/\p{Default_Ignorable_Code_Point}+/gu, "");
  const folded = visible.toLowerCase().replaceAll("ё", "е");
  // Marks stay: in Hindi or Thai they are the vowels.
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

/** A pasted list, one film a line; blank lines are skipped, and bullets or numbers where every line has one. */
export function parseMovieLines(text: string, thisYear: number): Movie[] {
  const lines = text
    .split(/\r\n?|\n/u)
    .map(tidyLine)
    .filter(Boolean);
  const marker = /^(?:[-*•–—]|\d{1,3}[.)])\s+(?=\S)/u;
  const listed = lines.length > 1 && lines.every((line) => marker.test(line));
  return lines.map((line) => parseMovieLine(listed ? line.replace(marker, "") : line, thisYear));
}

/** The first `count` different films, in their order; title and year tell films apart. */
export function distinctMovies(movies: Iterable<Movie>, count: number): Movie[] {
  const seen = new Map<string, Movie>();
  for (const movie of movies) {
    if (seen.size === count) break;
    const key = `${titleKey(movie.title)}\n${movie.year}`;
    if (!seen.has(key)) seen.set(key, movie);
  }
  return [...seen.values()];
}

/** For each film the index of an earlier one of the same title, or null; `sameYear` when it cannot be told apart. */
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

function withoutControls(text: string): string {
  // Line breaks and tabs count as white space, to be folded by the caller.
  return text
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]/gu, " ")
    .replace(/\p{Cc}/gu, "")
    .replace(/\p{Cs}/gu, "\ufffd");
}
