import {
  HISTORY_PAGE,
  LIBRARY_PAGE,
  pageOf,
  parseCursor,
  type Cursor,
  type LibraryCounts,
  type LibraryMovie,
  type MovieInFull,
  type Page,
} from "#app/domain/library.ts";
import { EVERY_LOTTERY, historyQuery, type HistoryFilter } from "#app/domain/history.ts";
import { filterQuery, type LibraryFilter } from "#app/domain/library-filter.ts";
import { formatPlace, type Place } from "#app/domain/library-place.ts";
import { ENTRIES_MAX, type Lottery, type LotterySummary } from "#app/domain/lottery.ts";
import type { CompletionProgress } from "#app/domain/completion.ts";
import { completionProgress } from "./completions.server.ts";
import { database } from "./database.server.ts";
import type { Guarded } from "./reliability/guard.server.ts";
import type { Db } from "./reliability/pool.server.ts";
import { lotteryById } from "./lotteries.server.ts";
import { lotteriesOfClub } from "./lottery-rows.server.ts";
import { countsOfLibrary } from "./library-counts.server.ts";
import { searchLibrary } from "./library-search.server.ts";
import { movieById } from "./movie-rows.server.ts";
import { proofOfDraw, type Proof } from "./proofs.server.ts";
import { answersTo, type KeptAnswer } from "./provider-answers.server.ts";
import { foundFilm, type KeptFilm } from "./found-films.server.ts";

/** The names of whose data is read or written; the guard keeps them apart. */
export const scopes = {
  club: (id: string) => `club ${id}`,
  lottery: (id: string) => `lottery ${id}`,
  /** What providers told is nobody's. */
  films: "films",
};

const HOME_LOTTERIES = 6;

/** What the home page shows of a club: its latest lotteries with all their entries. Default: none. */
export function homeShelf({ clubId }: { clubId: string | null }): Promise<Guarded<LotterySummary[]>> {
  if (!clubId) return nothingYet([]);
  const { db, guard, budgets } = database();
  return guard.read({
    name: "home",
    scope: scopes.club(clubId),
    budgetMs: budgets.homeMs,
    fallback: [],
    load: () =>
      lotteriesOfClub({ clubId, before: null, limit: HOME_LOTTERIES, entriesEach: ENTRIES_MAX }, db),
  });
}

/** One lottery; null with source `default` means unknown, null otherwise means there is none. */
export function lotteryPage({ lotteryId }: { lotteryId: string }): Promise<Guarded<Lottery | null>> {
  const { db, guard, budgets } = database();
  return guard.read({
    name: "lottery",
    scope: scopes.lottery(lotteryId),
    budgetMs: budgets.readMs,
    fallback: null,
    load: () => lotteryById({ id: lotteryId }, db),
  });
}

/** The proof of one draw of a lottery, of the last one when `number` is null; see proofs.server.ts. Default: null. */
export function proofPage({ lotteryId, number }: { lotteryId: string; number: number | null }) {
  const { db, guard, budgets } = database();
  return guard.read<Proof | null>({
    name: "proof",
    scope: scopes.lottery(lotteryId),
    key: number === null ? "" : String(number),
    budgetMs: budgets.readMs,
    fallback: null,
    load: () => proofOfDraw({ lotteryId, number }, db),
  });
}

/** A page of those of a club's lotteries that are asked for; `before` is the cursor of a link. Default: an empty page. */
export function historyPage({ filter = EVERY_LOTTERY, ...asked }: AskedPage & { filter?: HistoryFilter }) {
  return pageOfClub<LotterySummary>(asked, {
    name: "history",
    key: historyQuery(filter),
    size: HISTORY_PAGE,
    load: (which, db) => lotteriesOfClub({ ...which, filter, entriesEach: 5 }, db),
    addedAt: ({ createdAt }) => createdAt,
  });
}

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

type AskedPage = { clubId: string | null; before: string | null };

function pageOfClub<T extends { id: string }>(
  { clubId, before }: AskedPage,
  list: {
    name: string;
    /** What else tells one list from another. */
    key?: string;
    size: number;
    load: (which: { clubId: string; before: Cursor | null; limit: number }, db: Db) => Promise<T[]>;
    addedAt: (item: T) => Date;
  },
) {
  if (!clubId) return nothingYet<Page<T>>(EMPTY);
  const { db, guard, budgets } = database();
  const cursor = parseCursor(before);
  return guard.read<Page<T>>({
    name: list.name,
    scope: scopes.club(clubId),
    key: `${cursor ? before : ""}${list.key ?? ""}`,
    budgetMs: budgets.readMs,
    fallback: EMPTY,
    load: async () => {
      const rows = await list.load({ clubId, before: cursor, limit: list.size + 1 }, db);
      return pageOf(rows, list.size, (item) => ({ at: list.addedAt(item), id: item.id }));
    },
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

/** What providers told to these questions before; see provider-answers.server.ts. Default: nothing. */
export function answersToldBefore({ questions }: { questions: readonly string[] }) {
  const { db, guard, budgets } = database();
  return guard.read<KeptAnswer[]>({
    name: "provider-answers",
    scope: scopes.films,
    key: questions.join("\n"),
    budgetMs: budgets.homeMs,
    fallback: [],
    load: () => answersTo(questions, db),
  });
}

/** The film of this ref that was found before; null with source `default` means unknown, null otherwise none. */
export function filmFoundBefore({ ref }: { ref: string }) {
  const { db, guard, budgets } = database();
  return guard.read<KeptFilm | null>({
    name: "found-film",
    scope: scopes.films,
    key: ref,
    budgetMs: budgets.homeMs,
    fallback: null,
    load: () => foundFilm(ref, db),
  });
}

const EMPTY = { items: [], before: null };

/** A visitor without a club has nothing in the database, so it is not asked. */
export function nothingYet<T>(value: T): Promise<Guarded<T>> {
  return Promise.resolve({ value, source: "fresh", asOf: null });
}
