import * as z from "zod";
import type { MovieDetails } from "./movie-details.ts";
import { titleKey } from "./movie.ts";

/** A film that was found. By its `ref` a form names it, and whoever saves the form finds its details. */
export type FoundFilm = MovieDetails & { ref: string };

/** No ref is longer. */
export const REF_MAX = 250;

/**
 * What a film is called among those that were found, in this language: `tmdb:278:ru`, `catalogue:1972-solaris:en`. The
 * same in every process and after every restart; null for a film of a provider that did not tell its own id.
 */
export function refOf({ source, ids, title, year }: MovieDetails, language: "ru" | "en"): string | null {
  const id = {
    tmdb: ids.tmdb,
    kinopoisk: ids.kinopoisk,
    omdb: ids.imdb,
    catalogue: `${year}-${titleKey(title).replaceAll(" ", "-")}`,
  }[source];
  const ref = id === null ? null : `${source}:${id}:${language}`;
  return ref === null || ref.length > REF_MAX ? null : ref;
}

/** Whether a text, which a browser may have changed, can be a ref at all. */
export function isRef(text: string): boolean {
  return (
    text.length <= REF_MAX && /^(?:kinopoisk|tmdb|omdb|catalogue):[\p{L}\p{M}\p{N}-]+:(?:ru|en)$/u.test(text)
  );
}

/** In which language the film of this ref is told of. */
export function languageOfRef(ref: string): "ru" | "en" {
  return ref.endsWith(":ru") ? "ru" : "en";
}

/** Details that were kept as JSON; null when they are not what any release writes. What does not fit is not known. */
export function readDetails(kept: unknown): MovieDetails | null {
  const parsed = DETAILS_SHAPE.safeParse(kept);
  return parsed.success ? parsed.data : null;
}

const orNull = <T>(shape: z.ZodType<T>) => shape.nullable().catch(null);
const texts = z.array(z.string()).catch([]);

/** Details as JSON. */
export const DETAILS_SHAPE = z.object({
  source: z.enum(["kinopoisk", "tmdb", "omdb", "catalogue"]),
  title: z.string().min(1),
  originalTitle: orNull(z.string()),
  year: orNull(z.int()),
  posterUrl: orNull(z.string()),
  runtime: orNull(z.int().positive()),
  genres: texts,
  countries: texts,
  description: orNull(z.string()),
  rating: orNull(z.object({ value: z.number(), by: z.enum(["kinopoisk", "imdb", "tmdb"]) })),
  ids: z.object({
    imdb: orNull(z.string()),
    tmdb: orNull(z.int()),
    kinopoisk: orNull(z.int()),
  }),
});
