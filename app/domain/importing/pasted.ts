import { parseMovieLine, withoutMarkers } from "../film/movie.ts";
import { parseMovieLink, type MovieRef } from "../film/movie-link.ts";
import { tidyLine } from "../text.ts";
import { idsOf } from "./columns.ts";
import { IMPORT_FILMS_MAX, type Line } from "./reading.ts";

/** A line of a pasted list; `link` where it is nothing but the address or the id of a film. */
export type PastedLine = Line & { link: MovieRef | null };

/** A longer line is no title, and an address of a film is no longer either. */
const LINE_MAX = 4_000;

/**
 * The films of a pasted list, one a line: a title, `Title (1999)`, either with the address of a film's page beside it, or
 * such an address alone. Null when there are more lines than may be imported.
 */
export function pastedLines(text: string, thisYear: number): PastedLine[] | null {
  const numbered: { line: number; text: string }[] = [];
  for (const [index, whole] of text.split(/\r\n?|\n/u).entries()) {
    const tidy = tidyLine(whole.slice(0, LINE_MAX));
    if (tidy === "") continue;
    if (numbered.length === IMPORT_FILMS_MAX) return null;
    numbered.push({ line: index + 1, text: tidy });
  }
  const unmarked = withoutMarkers(numbered.map((each) => each.text));
  return numbered.map(({ line }, index) => readPasted(unmarked[index]!, line, thisYear));
}

function readPasted(text: string, line: number, thisYear: number): PastedLine {
  const whole = parseMovieLink(text, thisYear);
  if (whole?.kind === "movie") return { line, text, texts: null, problem: "link", link: whole.ref };
  if (whole?.kind === "no-movie") return { line, text, texts: null, problem: "link", link: null };
  if (whole?.kind === "title") return { line, text, texts: textsOf(whole), link: null };
  const words = text.split(" ");
  const addresses = words.filter((word) => word.includes("/") && parseMovieLink(word, thisYear) !== null);
  const title = words.filter((word) => !addresses.includes(word)).join(" ");
  const film = parseMovieLine(
    addresses.length > 0 ? title.replace(/\s+[-–—|:;,]+$|^[-–—|:;,]+\s+/gu, "") : title,
    thisYear,
  );
  const ids = addresses.map(idsOf);
  const first = (name: "imdb" | "tmdb" | "kinopoisk") => ids.find((each) => each[name] !== "")?.[name] ?? "";
  return {
    line,
    text,
    texts: { ...textsOf(film), imdb: first("imdb"), tmdb: first("tmdb"), kinopoisk: first("kinopoisk") },
    link: null,
  };
}

function textsOf({ title, year }: { title: string; year: number | null }) {
  return { title, year: String(year ?? "") };
}
