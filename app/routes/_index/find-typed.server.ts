import type { Found } from "#app/domain/film/found-movie.ts";
import { languageOf } from "#app/http/request-language.server.ts";
import { fetchWhole, findForPage, readAsked } from "#app/movies/find-for-page.server.ts";
import { maySearch } from "#app/visitor/search-quota.server.ts";

/** Longer than any provider is given. */
const WITHIN_MS = 10_000;

/** A choice made without scripts has its provider asked meanwhile, as announceChoice does where they run. */
export function fetchPicked({ ref }: { ref: string }, thisYear: number): void {
  void fetchWhole(ref, { thisYear, signal: AbortSignal.timeout(WITHIN_MS) });
}

/** The films that may be meant by what stands in the form's fields; null when nothing does. */
export async function findTyped(
  request: Request,
  form: URLSearchParams,
  thisYear: number,
): Promise<Found | null> {
  const text = readAsked({ title: form.get("title"), year: form.get("year") });
  if (text === "") return null;
  const asked = { language: await languageOf(request), thisYear, signal: request.signal };
  return findForPage(text, { ...asked, may: maySearch });
}
