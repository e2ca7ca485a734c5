import type { Found } from "#app/domain/found-movie.ts";
import { languageOf } from "#app/http/request-language.server.ts";
import { findForPage, readAsked } from "#app/movies/find-for-page.server.ts";
import { maySearch } from "#app/visitor/search-quota.server.ts";

/** The films that may be meant by what stands in the form's fields; null when nothing does. */
export async function findTyped(
  request: Request,
  form: URLSearchParams,
  thisYear: number,
): Promise<Found | null> {
  const text = readAsked({ title: form.get("title"), year: form.get("year") });
  if (text === "") return null;
  if (!(await maySearch())) return { text, movies: [], quiet: "too-many" };
  return findForPage(text, { language: await languageOf(request), thisYear, signal: request.signal });
}
