import { askedText, type Found } from "#app/domain/film/found-movie.ts";
import { tidyLine } from "#app/domain/text.ts";
import { films } from "./open-films.server.ts";
import { pictures } from "./pictures/open-pictures.server.ts";

type Finder = ReturnType<typeof films>;
type FindOptions = Parameters<Finder["findMovies"]>[1];

/** As long as an address may be. */
const TEXT_MAX = 2_000;

/** What is looked for when this was typed for a title and a year; blank when nothing was typed. */
export function readAsked(typed: { title: string | null; year: string | null }): string {
  const tidy = (text: string | null) => tidyLine((text ?? "").slice(0, TEXT_MAX));
  return askedText({ title: tidy(typed.title), year: tidy(typed.year) });
}

/**
 * The films that may be meant by a text, as a page shows them: their posters come from us. Nobody is asked for a blank
 * text, nor where `may` answers that this visitor has asked too often. See findMovies.
 */
export async function findForPage(
  text: string,
  { may, ...options }: FindOptions & { may: () => Promise<boolean> },
): Promise<Found> {
  if (text === "") return { text, movies: [], quiet: null };
  if (!(await may())) return { text, movies: [], quiet: "too-many" };
  const { movies, quiet } = await films().findMovies(text, options);
  const shown = movies.map(({ ref, title, originalTitle, year, posterUrl, runtime }) => ({
    ref,
    title,
    originalTitle,
    year,
    posterUrl,
    picture: posterUrl && pictures().ours(posterUrl),
    runtime,
  }));
  const by = new Set(movies.flatMap(({ source }) => (source === "catalogue" ? [] : [source])));
  return { text, movies: shown, quiet, by: [...by] };
}

/**
 * The films that a film of this title and year may be, or those for what is asked for by `q` of the request's address
 * instead. See findForPage.
 */
export function findMeant(
  request: Request,
  { title, year }: { title: string; year: number | null },
  options: Omit<Parameters<typeof findForPage>[1], "signal">,
): Promise<Found> {
  const typed = new URL(request.url).searchParams.get("q");
  const asked = typed === null ? { title, year: `${year ?? ""}` } : { title: typed, year: "" };
  return findForPage(readAsked(asked), { ...options, signal: request.signal });
}

/** Has all that is known of a film at hand for who saves it; see wholeFilm. A ref that names none is no matter. */
export async function fetchWhole(ref: string, options: Parameters<Finder["wholeFilm"]>[1]): Promise<void> {
  await films().wholeFilm(ref, options);
}
