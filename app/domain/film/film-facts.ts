import { DETAILS_SHAPE } from "./found-film.ts";
import type { MovieDetails } from "./movie-details.ts";
import { characters } from "../text.ts";

/** What a lottery says of a film besides its name, as it was known when the lottery was created. */
export type FilmFacts = Pick<MovieDetails, "originalTitle" | "runtime" | "genres" | "rating" | "description">;

/** A lottery shows up to 25 of them at once, each under a narrow poster. */
const TELL_MAX = 400;
const GENRES_TOLD = 3;

/** The facts of details that were kept as JSON; null when there are none worth telling. */
export function readFacts(kept: unknown): FilmFacts | null {
  const parsed = FACTS.safeParse(kept);
  if (!parsed.success) return null;
  const { originalTitle, runtime, genres, rating, description } = parsed.data;
  if (!originalTitle && !runtime && genres.length === 0 && !rating && !description) return null;
  return {
    originalTitle,
    runtime,
    genres: genres.slice(0, GENRES_TOLD),
    rating,
    description: description && shortened(description),
  };
}

const FACTS = DETAILS_SHAPE.pick({
  originalTitle: true,
  runtime: true,
  genres: true,
  rating: true,
  description: true,
});

function shortened(text: string): string {
  if (characters(text) <= TELL_MAX) return text;
  const cut = [...text].slice(0, TELL_MAX - 1).join("");
  return `${cut.replace(/\s+\S*$/u, "")}…`;
}
