import { grouped } from "./grouped.ts";
import type { Page, Seen } from "./record.ts";

/** What everybody saw during one fault and until everything was well again; times in milliseconds since 1970. */
export type Episode = { seen: Seen[]; healedAt: number };

export type Figures = {
  page: Page;
  statuses: Map<number, number>;
  p50: number;
  p99: number;
  max: number;
  shown: Map<string, number>;
  /**
   * How long after the fault until every reader saw this page fresh again; null where nobody looks, or when it never
   * was.
   */
  toFreshMs: number | null;
  /** What broke a bound, in words. */
  broken: string[];
  /** Over its bound, but by no more than the machine was slow at that time, as the bare server shows. */
  excused: boolean;
};

/** In milliseconds: how long an answer may wait for the database, and what may be added to that on a quiet machine. */
const ANSWERED: Record<Page, { waits: number; works: number }> = {
  "/": { waits: 250, works: 50 },
  "/library": { waits: 800, works: 50 },
  "/l/:id": { waits: 800, works: 50 },
  "/l/:id not seen before": { waits: 800, works: 50 },
  create: { waits: 3_000, works: 100 },
  "add a movie": { waits: 3_000, works: 100 },
  draw: { waits: 3_000, works: 100 },
  suggest: { waits: 3_000, works: 100 },
  close: { waits: 3_000, works: 100 },
  "/p/:id": { waits: 800, works: 50 },
  vote: { waits: 3_000, works: 100 },
  // What is known already is looked for first, and then the provider has its three seconds.
  find: { waits: 3_500, works: 100 },
  "a poster": { waits: 4_000, works: 100 },
  "/healthz": { waits: 0, works: 50 },
  "/readyz": { waits: 2_250, works: 250 },
  tables: { waits: 2_250, works: 250 },
  bare: { waits: Infinity, works: 0 },
};
const FRESH_AGAIN = { waits: 2_250, works: 250 };
/** The longest that the bare server takes on a quiet machine. */
const BARE_MS = 15;
const PAGES = Object.keys(ANSWERED) as Page[];
/** The pages that readers look at all the time. */
export const WATCHED: readonly Page[] = ["/", "/library", "/l/:id"];
const QUOTED = 2;

/**
 * Sums up page by page what was seen during a fault and after it, and compares it with the bounds. What is the
 * machine's doing is subtracted: the part for work grows with the time that a bare server beside the app took for its
 * work, and an answer may be late by as long as the app or the one who asked was ready to run and got no processor.
 */
export function figuresOf(episodes: readonly Episode[], { factor }: { factor: number }): Figures[] {
  const seen = episodes.flatMap((episode) => episode.seen);
  const bare = seen.filter(({ page }) => page === "bare").map(({ ms }) => ms);
  const slowdown = Math.max(1, Math.max(0, ...bare) / BARE_MS);
  return PAGES.flatMap((page) => {
    const answers = seen.filter((each) => each.page === page);
    if (answers.length === 0) return [];
    const again = episodes.map((episode) => freshAgain(episode, page));
    const toFreshMs = again.includes(null) ? null : Math.max(...again.map(Number));
    return [figures(page, answers, { toFreshMs, factor, slowdown })];
  });
}

/**
 * How long after the end of the fault the last reader saw this page fresh again; 0 when it always was. Null when one of
 * them has not yet.
 */
export function freshAgain({ seen, healedAt }: Episode, page: Page): number | null {
  let last = 0;
  const readers = seen.filter(({ who }) => who !== null);
  for (const answers of grouped(readers, ({ who }) => who).values()) {
    const own = answers.filter((each) => each.page === page);
    const spoilt = own.some(({ at, ms, shown }) => at + ms > healedAt && shown !== "fresh");
    const first = own.find(({ at, shown }) => at >= healedAt && shown === "fresh");
    if (own.length > 0 && !first) return null;
    if (first && spoilt) last = Math.max(last, first.at + first.ms - healedAt);
  }
  return last;
}

function figures(
  page: Page,
  answers: Seen[],
  { toFreshMs, factor, slowdown }: { toFreshMs: number | null; factor: number; slowdown: number },
): Figures {
  const times = answers.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
  const watched = WATCHED.includes(page);
  const max = times.at(-1)!;
  const wrong = [
    ...grouped(
      answers.flatMap((answer) => answer.wrong),
      (words) => words,
    ),
  ];
  const broken = wrong.slice(0, QUOTED).map(([words, all]) => `${all.length} × ${words}`);
  if (wrong.length > QUOTED) broken.push(`and ${wrong.length - QUOTED} more`);
  if (watched && toFreshMs === null) broken.push("never fresh again");
  const late = (words: string, { ms, heldMs }: { ms: number; heldMs: number }, bound: typeof FRESH_AGAIN) => {
    const most = (bound.waits + bound.works * slowdown) * factor + heldMs;
    if (ms > most) broken.push(`${words} after ${ms.toFixed(0)} ms, at most ${most.toFixed(0)}`);
    return ms > (bound.waits + bound.works) * factor;
  };
  const latest = answers.reduce((one, other) => (own(other) > own(one) ? other : one));
  const over = [
    late("answered", latest, ANSWERED[page]),
    late("fresh", { ms: (watched && toFreshMs) || 0, heldMs: 0 }, FRESH_AGAIN),
  ];
  return {
    page,
    statuses: counted(answers.map(({ status }) => status)),
    p50: at(0.5),
    p99: at(0.99),
    max,
    shown: counted(answers.flatMap(({ shown }) => shown ?? [])),
    toFreshMs: watched ? toFreshMs : null,
    broken,
    excused: broken.length === 0 && over.includes(true),
  };
}

/** How much of an answer's time is not the machine's doing. */
function own({ ms, heldMs }: Seen): number {
  return ms - heldMs;
}

function counted<T>(values: T[]): Map<T, number> {
  return new Map([...grouped(values, (value) => value)].map(([value, all]) => [value, all.length]));
}
