import { tidyLine } from "#app/domain/text.ts";
import { films } from "#app/movies/open-films.server.ts";
import { pictures } from "#app/movies/pictures/open-pictures.server.ts";
import type { Found } from "./found-movies.tsx";

/** As long as an address may be. */
const TEXT_MAX = 2_000;

/** The films that may be meant by what is being typed, as the page shows them; null when nothing is typed. */
export async function findTyped(
  form: URLSearchParams,
  options: { language: "ru" | "en"; thisYear: number; signal: AbortSignal },
): Promise<Found | null> {
  const typed = (name: string) => tidyLine((form.get(name) ?? "").slice(0, TEXT_MAX));
  const [title, year] = [typed("title"), typed("year")];
  if (title === "") return null;
  const text = year === "" ? title : `${title} (${year})`;
  const { movies, quiet } = await films().findMovies(text, options);
  const shown = movies.map(({ title, originalTitle, year, posterUrl, runtime }) => ({
    title,
    originalTitle,
    year,
    posterUrl,
    picture: posterUrl && pictures().ours(posterUrl),
    runtime,
  }));
  return { text, movies: shown, quiet };
}
