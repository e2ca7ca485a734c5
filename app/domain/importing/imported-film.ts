import { readPastDay } from "../film/movie-edit.ts";
import { knownBadges, LABELS_MAX, NOTE_MAX, readLabel, LABEL_MAX, type Badge } from "../library/library.ts";
import {
  DESCRIPTION_MAX,
  RATERS,
  RUNTIME_MAX,
  type MovieDetails,
  type MovieIds,
  type Rating,
} from "../film/movie-details.ts";
import { POSTER_URL_MAX, readTitle, readYear, TITLE_MAX, titleKey, type Movie } from "../film/movie.ts";
import { characters, lineWithin, tidyLine, tidyText, UNTIDY_TIMES } from "../text.ts";

/** A film as a file tells of it, ready to be put into a library. What the file does not know is null or empty. */
export type ImportedFilm = Movie &
  Pick<MovieDetails, "originalTitle" | "runtime" | "genres" | "countries" | "description" | "rating"> & {
    ids: MovieIds;
    note: string;
    badges: Badge[];
    tags: string[];
    ownRating: number | null;
    watchedOn: string | null;
    /** When it came into the library that the file was made from, as ISO 8601. */
    addedAt: string | null;
  };

/** The same as texts, the way a file has them. Ratings of a club are from 1 to 10. */
export type FilmTexts = { title: string } & Partial<
  Record<
    | "year"
    | "posterUrl"
    | "originalTitle"
    | "runtime"
    | "description"
    | "rating"
    | "ratingBy"
    | "imdb"
    | "tmdb"
    | "kinopoisk"
    | "note"
    | "ownRating"
    | "watchedOn"
    | "addedAt",
    string
  > &
    Record<"genres" | "countries" | "badges" | "tags", readonly string[]>
>;

/** Why a line of a file names no film. Each has its words in `copy/`, under `import.line.<problem>`. */
export type LineProblem = "blank" | "too-long" | "year" | "link" | "no-film";

/** A film, or why there is none. */
export type ReadLine = { film: ImportedFilm } | { problem: LineProblem };

/**
 * The film that these texts tell of, at this moment (ms since 1970). Title and year have to be right; any other text that
 * makes no sense is left out, and notes and descriptions that are too long are cut.
 */
export function readFilm(texts: FilmTexts, now: number): ReadLine {
  const { title, problem } = readTitle(texts.title);
  if (problem) return { problem: problem === "title-blank" ? "blank" : "too-long" };
  // Series run from one year to another.
  const { year, problem: wrongYear } = readYear(
    (texts.year ?? "").replace(/^\s*(\d{4})\s*[-–—].*$/s, "$1"),
    new Date(now).getUTCFullYear(),
  );
  if (wrongYear) return { problem: "year" };
  const watchedOn = pastDay(texts.watchedOn, now);
  const { badges = [] } = texts;
  return {
    film: {
      title,
      year,
      posterUrl: posterIn(texts.posterUrl ?? ""),
      originalTitle: lineWithin(texts.originalTitle ?? "", TITLE_MAX) || null,
      runtime: numberWithin(texts.runtime, RUNTIME_MAX),
      genres: labelsIn(texts.genres ?? []),
      countries: unique((texts.countries ?? []).map((text) => lineWithin(text, LABEL_MAX))),
      description: shortened(texts.description ?? "", DESCRIPTION_MAX) || null,
      rating: ratingIn(texts),
      ids: {
        imdb: /^tt\d{7,9}$/.exec(texts.imdb?.trim().toLowerCase() ?? "")?.[0] ?? null,
        tmdb: numberWithin(texts.tmdb, ID_MAX),
        kinopoisk: numberWithin(texts.kinopoisk, ID_MAX),
      },
      note: shortened(texts.note ?? "", NOTE_MAX),
      badges: knownBadges(watchedOn === null ? badges : [...badges, "watched"]),
      tags: labelsIn(texts.tags ?? []),
      ownRating: numberWithin(texts.ownRating, 10),
      watchedOn,
      addedAt: momentIn(texts.addedAt ?? "", now),
    },
  };
}

/** What tells one film of a library from another; see titleKey(). */
export function filmKey({ title, year }: Pick<Movie, "title" | "year">): string {
  return `${titleKey(title)}\n${year ?? 0}`;
}

/** What two lines say of one film, the first one's word before the other's; of two days on which it was watched the last. */
export function merged(one: ImportedFilm, other: ImportedFilm): ImportedFilm {
  const days = [one.watchedOn, other.watchedOn].filter((day) => day !== null).toSorted();
  const first = <T>(a: readonly T[], b: readonly T[]) => (a.length > 0 ? a : b);
  return {
    ...one,
    posterUrl: one.posterUrl ?? other.posterUrl,
    originalTitle: one.originalTitle ?? other.originalTitle,
    runtime: one.runtime ?? other.runtime,
    genres: first(one.genres, other.genres),
    countries: first(one.countries, other.countries),
    description: one.description ?? other.description,
    rating: one.rating ?? other.rating,
    ids: {
      imdb: one.ids.imdb ?? other.ids.imdb,
      tmdb: one.ids.tmdb ?? other.ids.tmdb,
      kinopoisk: one.ids.kinopoisk ?? other.ids.kinopoisk,
    },
    note: one.note || other.note,
    badges: knownBadges([...one.badges, ...other.badges]),
    tags: unique([...one.tags, ...other.tags]),
    ownRating: one.ownRating ?? other.ownRating,
    watchedOn: days.at(-1) ?? null,
    addedAt: one.addedAt ?? other.addedAt,
  };
}

/** The largest that a column of ids holds. */
const ID_MAX = 2_147_483_647;

function numberWithin(text: string | undefined, most: number): number | null {
  const number = /^\d{1,10}$/.test(text?.trim() ?? "") ? Number(text) : 0;
  return number >= 1 && number <= most ? number : null;
}

function pastDay(text: string | undefined, now: number): string | null {
  const day = readPastDay((text ?? "").slice(0, 40), now);
  return day === "date-unreal" || day === "date-to-come" ? null : day;
}

function momentIn(text: string, now: number): string | null {
  const at = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? new Date(text).getTime() : NaN;
  return at > 0 && at <= now ? new Date(at).toISOString() : null;
}

function ratingIn({ rating, ratingBy }: FilmTexts): Rating | null {
  const value = /^\d{1,2}(?:\.\d)?$/.test(rating ?? "") ? Number(rating) : 0;
  const by = RATERS.find((each) => each === ratingBy);
  return by && value > 0 && value <= 10 ? { value, by } : null;
}

function posterIn(text: string): string | null {
  const url = text.length <= POSTER_URL_MAX ? tidyLine(text) : "";
  return url.startsWith("https://") && URL.canParse(url) ? url : null;
}

function labelsIn(texts: readonly string[]): string[] {
  return unique(texts.map(readLabel));
}

function unique(texts: readonly (string | null)[]): string[] {
  return [...new Set(texts.filter((text) => text !== null && text !== ""))].slice(0, LABELS_MAX) as string[];
}

/** Several lines of text, of which the beginning is kept when there is too much. */
function shortened(text: string, most: number): string {
  const tidy = tidyText(text.slice(0, most * UNTIDY_TIMES));
  return characters(tidy) <= most
    ? tidy
    : `${Array.from(tidy)
        .slice(0, most - 1)
        .join("")
        .trimEnd()}…`;
}
