import {
  formatCursor,
  LIBRARY_PAGE,
  pageOf,
  parseCursor,
  type LibraryCounts,
  type LibraryMovie,
  type MovieInFull,
  type Page,
} from "#app/domain/library/library.ts";
import { filterQuery, type LibraryFilter } from "#app/domain/library/library-filter.ts";
import { formatPlace, type Place } from "#app/domain/library/library-place.ts";
import type { CompletionProgress } from "#app/domain/film/completion.ts";
import { TRASH_PAGE, type RemovedMovie } from "#app/domain/library/trash.ts";
import type { Watched } from "#app/domain/library/watched.ts";
import { completionProgress } from "./completions.server.ts";
import { database } from "../database.server.ts";
import type { Guarded } from "../reliability/guard.server.ts";
import { countsOfLibrary } from "./counts.server.ts";
import { moviesAtRandom } from "./random.server.ts";
import { searchLibrary } from "./search.server.ts";
import { movieById, moviesAfter } from "./movie-rows.server.ts";
import { importById, type ShownImport } from "./imports.server.ts";
import { trashOfClub } from "./trash.server.ts";
import { watchedInLottery } from "./watched.server.ts";
import { scopes, nothingYet } from "../guarded.server.ts";

/** A page of a library: `after` is the place of the next one; `close` when its films are only like what was typed. */
export type LibraryPage = { items: LibraryMovie[]; after: string | null; close: boolean };

/** The films of a club's library that fit a filter, `show` of them, from a place on. Default: an empty page. */
export function libraryPage({
  clubId,
  filter,
  language,
  after,
  show,
}: {
  clubId: string | null;
  filter: LibraryFilter;
  language: "ru" | "en";
  after: Place | null;
  show: number;
}) {
  if (!clubId) return nothingYet<LibraryPage>(NO_FILMS);
  const { db, guard, titleSearch, budgets } = database();
  const typos = titleSearch() === "typos-too";
  const asked = [
    filterQuery(filter).toString(),
    after && formatPlace(after),
    show === LIBRARY_PAGE ? null : show,
  ];
  return guard.read<LibraryPage>({
    name: "library",
    scope: scopes.club(clubId),
    // The plain page has none, and so is remembered longest.
    key: asked.some(Boolean) ? JSON.stringify([...asked, filter.sort === "title" && language]) : "",
    budgetMs: budgets.readMs,
    fallback: NO_FILMS,
    load: async () => {
      const found = await searchLibrary({ clubId, filter, language, after, limit: show, typos }, db);
      return { items: found.items, after: found.next && formatPlace(found.next), close: found.close };
    },
  });
}

const NO_FILMS: LibraryPage = { items: [], after: null, close: false };

/** Films of a club's library that chance takes among those which fit a filter; see random.server.ts. Default: none. */
export function libraryAtRandom({
  clubId,
  ...take
}: {
  clubId: string | null;
  filter: LibraryFilter;
  count: number;
  seed: string;
}) {
  if (!clubId) return nothingYet<LibraryMovie[]>([]);
  const { db, guard, budgets } = database();
  return guard.read<LibraryMovie[]>({
    name: "library-random",
    scope: scopes.club(clubId),
    key: JSON.stringify([filterQuery(take.filter).toString(), take.count, take.seed]),
    budgetMs: budgets.readMs,
    fallback: [],
    load: () => moviesAtRandom({ clubId, ...take }, db),
  });
}

/** How many films of a club's library are of which kind. Default: null; the page does without. */
export function libraryCounts({ clubId }: { clubId: string | null }): Promise<Guarded<LibraryCounts | null>> {
  if (!clubId) return nothingYet<LibraryCounts | null>(null);
  const { db, guard, budgets } = database();
  return guard.read<LibraryCounts | null>({
    name: "library-counts",
    scope: scopes.club(clubId),
    budgetMs: budgets.homeMs,
    fallback: null,
    load: () => countsOfLibrary({ clubId }, db),
  });
}

/** One movie of a club's library; null with source `default` means unknown, null otherwise means there is none. */
export function moviePage({ clubId, movieId }: { clubId: string | null; movieId: string }) {
  if (!clubId) return nothingYet<MovieInFull | null>(null);
  const { db, guard, budgets } = database();
  return guard.read<MovieInFull | null>({
    name: "movie",
    scope: scopes.club(clubId),
    key: movieId,
    budgetMs: budgets.readMs,
    fallback: null,
    load: () => movieById({ id: movieId, clubId }, db),
  });
}

/** Whether a club has watched a film of its lottery. Default: null, as if it had not. */
export function watchedPage(film: { clubId: string; lotteryId: string; entry: number }) {
  const { db, guard, budgets } = database();
  return guard.read<Watched | null>({
    name: "watched",
    scope: scopes.club(film.clubId),
    key: `${film.lotteryId} ${film.entry}`,
    budgetMs: budgets.homeMs,
    fallback: null,
    load: () => watchedInLottery(film, db),
  });
}

/** A page of a club's trash; `before` is the cursor of a link. Default: an empty page. */
export function trashPage({ clubId, before }: { clubId: string | null; before: string | null }) {
  if (!clubId) return nothingYet<Page<RemovedMovie>>(EMPTY);
  const { db, guard, budgets } = database();
  const cursor = parseCursor(before);
  return guard.read<Page<RemovedMovie>>({
    name: "trash",
    scope: scopes.club(clubId),
    key: cursor ? formatCursor(cursor) : "",
    budgetMs: budgets.readMs,
    fallback: EMPTY,
    load: async () => {
      const rows = await trashOfClub({ clubId, before: cursor, limit: TRASH_PAGE + 1 }, db);
      return pageOf(rows, TRASH_PAGE, ({ removedAt, id }) => ({ at: removedAt, id }));
    },
  });
}

const EMPTY = { items: [], before: null };

/** How far the last order of a club has come; null with source `default` means unknown. */
export function completionPage({ clubId }: { clubId: string | null }) {
  if (!clubId) return nothingYet<CompletionProgress | null>({ ordered: 0, done: 0, found: 0, bare: 0 });
  const { db, guard, budgets } = database();
  return guard.read<CompletionProgress | null>({
    name: "completion",
    scope: scopes.club(clubId),
    budgetMs: budgets.readMs,
    fallback: null,
    load: () => completionProgress({ clubId }, db),
  });
}

/** A page of an import; null with source `default` means unknown, null otherwise means there is none, or no longer. */
export function importPage({ clubId, id, from }: { clubId: string | null; id: string; from: number }) {
  if (!clubId) return nothingYet<ShownImport | null>(null);
  const { db, guard, budgets } = database();
  return guard.read<ShownImport | null>({
    name: "import",
    scope: scopes.club(clubId),
    key: `${id} ${from}`,
    budgetMs: budgets.readMs,
    fallback: null,
    load: () => importById({ id, clubId, from }, db),
  });
}

/** So many films of an export are in memory at a time. */
export const EXPORT_PAGE = 500;

/** The films of a club from the one after an id on, for an export; null when they cannot be read right now. */
export async function exportPage({
  clubId,
  after,
}: {
  clubId: string;
  after: string;
}): Promise<MovieInFull[] | null> {
  const { db, guard, budgets } = database();
  const { value, source } = await guard.read<MovieInFull[] | null>({
    name: "export",
    scope: scopes.club(clubId),
    key: `after ${after}`,
    budgetMs: budgets.readMs,
    fallback: null,
    load: () => moviesAfter({ clubId, after, limit: EXPORT_PAGE }, db),
  });
  // What was read before may be of another time than the pages around it.
  return source === "fresh" ? value : null;
}
