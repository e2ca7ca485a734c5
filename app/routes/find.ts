import type { LoaderFunctionArgs } from "@remix-run/node";
import type { Found } from "#app/domain/film/found-movie.ts";
import { isForeign } from "#app/http/origin.server.ts";
import { languageOf } from "#app/http/request-language.server.ts";
import { fetchWhole, findForPage, readAsked } from "#app/movies/find-for-page.server.ts";
import { withinTime } from "#app/movies/time-limit.server.ts";
import { maySearch } from "#app/visitor/search-quota.server.ts";

/** Whoever types goes on meanwhile, and reads no suggestion that comes later. */
const WITHIN_MS = 2_500;
/** So long a browser that types the same again need not ask. */
const KEPT_S = 300;

/**
 * The films that may be meant by what is being typed, for the suggestions under the field. With a ref instead: that one
 * was chosen, and all that its provider knows is fetched now, so that it is there when the form is saved.
 */
export async function loader({ request }: LoaderFunctionArgs): Promise<Response> {
  // Only our own pages may use up what the providers allow in a day.
  if (isForeign(request.headers)) return answer({ text: "", movies: [], quiet: null }, 403);
  const query = new URL(request.url).searchParams;
  const options = {
    thisYear: new Date().getUTCFullYear(),
    signal: withinTime(WITHIN_MS, request.signal),
  };
  const ref = query.get("ref");
  if (ref !== null) return fetched(ref, options);
  const text = readAsked({ title: query.get("title"), year: query.get("year") });
  return answer(await findForPage(text, { language: await languageOf(request), may: maySearch, ...options }));
}

async function fetched(ref: string, options: Parameters<typeof fetchWhole>[1]): Promise<Response> {
  if (await maySearch()) await fetchWhole(ref, options);
  return new Response(null, { status: 204, headers: { "Cache-Control": "no-store" } });
}

function answer(found: Found, status = found.quiet === "too-many" ? 429 : 200): Response {
  const kept = status === 200 && found.quiet === null;
  return Response.json(found, {
    status,
    headers: {
      "Cache-Control": kept ? `private, max-age=${KEPT_S}` : "no-store",
      // The language is in one of them.
      Vary: "Cookie, Accept-Language",
      ...(status === 429 ? { "Retry-After": "60" } : {}),
    },
  });
}
