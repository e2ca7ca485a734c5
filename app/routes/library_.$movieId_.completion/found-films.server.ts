import { i18nOf } from "#app/copy/catalogs.server.ts";
import { wordsOf } from "#app/copy/words.ts";
import type { Found } from "#app/domain/found-movie.ts";
import { languageOf } from "#app/http/request-language.server.ts";
import { findForPage, readAsked } from "#app/movies/find-for-page.server.ts";
import { maySearch } from "#app/visitor/search-quota.server.ts";

/** What may be meant by a film of a library, by its title and year or by what was typed instead; and the page's words. */
export async function foundFilms(request: Request, movie: { title: string; year: number | null }) {
  const language = await languageOf(request);
  const words = wordsOf(i18nOf(language));
  const typed = new URL(request.url).searchParams.get("q");
  const asked =
    typed === null ? { title: movie.title, year: `${movie.year ?? ""}` } : { title: typed, year: "" };
  const found = await find(readAsked(asked), {
    language,
    thisYear: new Date().getUTCFullYear(),
    signal: request.signal,
  });
  const movies = found.movies.map((each) => ({
    ...each,
    take: words("complete.take", { title: each.title }),
  }));
  const texts = {
    title: words("complete.title"),
    lead: words("complete.lead", { title: movie.title }),
    field: words("complete.field"),
    find: words("complete.find"),
    take: words("complete.take-short"),
    gone: words("complete.gone"),
    back: words("complete.back"),
  };
  return { found: { ...found, movies }, texts };
}

async function find(text: string, options: Parameters<typeof findForPage>[1]): Promise<Found> {
  if (text === "") return { text, movies: [], quiet: null };
  return (await maySearch()) ? findForPage(text, options) : { text, movies: [], quiet: "too-many" };
}
