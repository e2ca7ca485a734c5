import * as z from "zod";
import {
  DESCRIPTION_MAX,
  GENRES_MAX,
  RUNTIME_MAX,
  type MovieDetails,
} from "#app/domain/film/movie-details.ts";
import { POSTER_URL_MAX, readTitle, readYear } from "#app/domain/film/movie.ts";
import { characters, tidyLine, tidyText } from "#app/domain/text.ts";

/** A text, or null: providers send none, an empty one, "N/A" or another type altogether. */
export const maybeText = z
  .unknown()
  .optional()
  .transform((value) =>
    typeof value === "string" && value.trim() !== "" && value.trim() !== "N/A" ? value : null,
  );

/** A number above 0, also when it is sent as text; else null. Providers say 0 where they mean "not known". */
export const maybeAmount = z
  .unknown()
  .optional()
  .transform((value) => {
    const number = typeof value === "string" ? Number(value.replaceAll(",", "")) : value;
    return typeof number === "number" && Number.isFinite(number) && number > 0 ? number : null;
  });

/** A list without the items that do not fit the shape; anything but a list counts as empty. */
export function maybeList<T>(shape: z.ZodType<T>, most = 50) {
  return z
    .unknown()
    .optional()
    .transform((value) => {
      const items = Array.isArray(value) ? value.slice(0, most) : [];
      return items.flatMap((item: unknown) => {
        const parsed = shape.safeParse(item);
        return parsed.success ? [parsed.data] : [];
      });
    });
}

type Told = Omit<MovieDetails, "title" | "year"> & {
  titles: readonly (string | null)[];
  year: string | null;
};

/**
 * What a provider told, as a movie, tidied as a visitor's own texts are: the first usable title, a possible year, an
 * https poster. Null when there is no usable title.
 */
export function movieOf({ titles, year, ...told }: Told, thisYear: number): MovieDetails | null {
  const title = titles.map((text) => readTitle(text ?? "").title).find((text) => text !== "");
  if (!title) return null;
  const original = readTitle(told.originalTitle ?? "").title;
  return {
    ...told,
    title,
    year: readYear(year ?? "", thisYear).year,
    originalTitle: original === "" || original === title ? null : original,
    posterUrl: posterOf(told.posterUrl),
    runtime: told.runtime !== null && told.runtime <= RUNTIME_MAX ? Math.round(told.runtime) : null,
    genres: names(told.genres),
    countries: names(told.countries),
    description: descriptionOf(told.description),
    ids: { ...told.ids, imdb: /^tt\d{7,9}$/.test(told.ids.imdb ?? "") ? told.ids.imdb : null },
    rating: told.rating && told.rating.value > 0 && told.rating.value <= 10 ? told.rating : null,
  };
}

function names(texts: readonly string[]): string[] {
  const tidy = texts.map(tidyLine).filter((text) => text !== "" && characters(text) <= 60);
  return [...new Set(tidy)].slice(0, GENRES_MAX);
}

function posterOf(text: string | null): string | null {
  if (!text || text.length > POSTER_URL_MAX || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === "https:" && !url.username && !url.password ? url.href : null;
}

/** Without the tags that some providers leave in, and cut at the end of a word. */
function descriptionOf(text: string | null): string | null {
  if (!text) return null;
  const plain = tidyText(
    text
      .slice(0, 10 * DESCRIPTION_MAX)
      .replace(TAG, " ")
      .replace(/[^\S\n]+/gu, " "),
  );
  // Of characters that nobody sees.
  if (tidyLine(plain) === "") return null;
  if (characters(plain) <= DESCRIPTION_MAX) return plain;
  const cut = [...plain].slice(0, DESCRIPTION_MAX - 1).join("");
  return `${cut.replace(/\s+\S*$/u, "")}…`;
}

const TAG = /<\/?[a-z][^<>]{0,200}>/gi;
