import { LIBRARY_PAGE, LIBRARY_SHOWN_MAX } from "#app/domain/library/library.ts";
import { readFilter } from "#app/domain/library/library-filter.ts";
import { readPlace } from "#app/domain/library/library-place.ts";

/** What the address of the library asks for, and what in it made no sense. */
export function askedFor(request: Request) {
  const params = new URL(request.url).searchParams;
  const { filter, ignored } = readFilter(params, { thisYear: new Date().getUTCFullYear() });
  const place = params.get("after");
  const after = place === null ? null : readPlace(place, filter.sort);
  return {
    filter,
    ignored: place && !after ? [...ignored, "after" as const] : ignored,
    after,
    show: shown(params),
  };
}

/** Whole pages, so that made up numbers make no more different questions than there are answers. */
function shown(params: URLSearchParams): number {
  const pages = Math.ceil(Number(params.get("show") ?? LIBRARY_PAGE) / LIBRARY_PAGE);
  return Math.min(Math.max(pages || 1, 1) * LIBRARY_PAGE, LIBRARY_SHOWN_MAX);
}
