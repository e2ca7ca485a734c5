import type { EntryText } from "../lottery/composer.ts";

/** A film that was found, as a page shows it. */
export type FoundMovie = {
  /** What it is called among all that were found; see found-film.ts. */
  ref: string;
  title: string;
  originalTitle: string | null;
  year: number | null;
  /** Where the provider has its poster, for the form. */
  posterUrl: string | null;
  /** The same from us, for the page. */
  picture: string | null;
  runtime: number | null;
};

/**
 * Why only our own list was asked, or not even that: the providers' quota is used up, they do not answer, this visitor
 * has asked very often, or the app itself does not answer.
 */
type Quiet = "quota" | "down" | "too-many" | "away";

/** A provider that is named beside what it told. */
type Told = "kinopoisk" | "tmdb" | "omdb";

/** The result of looking for a film. */
export type Found = {
  text: string;
  movies: readonly FoundMovie[];
  quiet: Quiet | null;
  /** Whose films these are, besides our own. */
  by?: readonly Told[];
};

/** What is asked for when this stands in the fields of a title and of a year. */
export function askedText({ title, year }: { title: string; year: string }): string {
  return year === "" || title === "" ? title : `${title} (${year})`;
}

/** A film that was found, as the form carries it. */
export function entryOf({ title, year, posterUrl, ref }: FoundMovie): EntryText {
  return { title, year: year === null ? "" : `${year}`, poster: posterUrl ?? "", ref };
}
