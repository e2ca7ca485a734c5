import type { HatRules } from "./hat-rules.ts";
import type { Movie } from "../film/movie.ts";

/** How many suggestions a lottery ever takes, those included that are out again. */
export const SUGGESTIONS_MAX = 200;
/** How many people can be behind one film; as many tickets it may have. */
export const BACKERS_MAX = 100;

/**
 * Where a suggestion stands: waiting for the host's nod, in the hat, or out of it: by somebody's veto, removed by the
 * host, or never let in.
 */
type SuggestionState = "waiting" | "in" | "vetoed" | "removed" | "refused";

/** What a browser said about a film; `visitor` is its id, which nobody else may learn. */
type Voice = { visitor: string; kind: "suggested" | "seconded" | "vetoed"; name: string };

/** A suggestion as it is kept. */
export type KeptFilm = Movie & {
  id: string;
  state: SuggestionState;
  /** Why the host took it out; else blank. */
  word: string;
  /** With how many tickets it would take part now, or takes part. */
  tickets: number;
  voices: Voice[];
};

/** A hat as it is kept, films in the order in which they came. */
export type KeptHat = HatRules & {
  /** Grows with every change. */
  version: number;
  /** When the list was fixed; null while it is open. */
  closedAt: Date | null;
  /** The browser that made the lottery. */
  host: string | null;
  films: KeptFilm[];
};

/** A film in the hat as people see it; `names` are those of who put it in, blank for who gave none. */
export type HatFilm = Movie & {
  id: string;
  names: string[];
  /** How many suggested or seconded it. */
  backers: number;
  tickets: number;
};

/** A film that is out, and why: somebody's veto, or the host's word. `name` is that of who spent the veto. */
export type FilmOut = Pick<Movie, "title" | "year"> & {
  id: string;
  by: "veto" | "host";
  word: string;
  name: string;
};

/** A hat as everyone sees it. */
export type Hat = Omit<HatRules, "closesAt"> & {
  version: number;
  /** In milliseconds since 1970, as `closedAt`. */
  closesAt: number | null;
  closedAt: number | null;
  films: HatFilm[];
  out: FilmOut[];
};

/** What of a hat one browser alone sees. */
export type OwnHat = {
  /** Ids of the films that it put in and may take back, and of those it seconded. */
  suggested: string[];
  seconded: string[];
  /** Of the suggested ones, those that nobody else is behind: it may change them. */
  alone: string[];
  /** Whether its veto is spent. */
  vetoed: boolean;
  /** How many films it may still put in; null for any number. */
  left: number | null;
  /** What waits for the nod: all for the host's club, its own for others. */
  waiting: HatFilm[];
};

/** The part of a hat that everyone may see: no ids of browsers, nothing that waits, no names where they are not shown. */
export function hatForAll(hat: KeptHat): Hat {
  const { films, closesAt, closedAt, host: _, ...rules } = hat;
  return {
    ...rules,
    closesAt: closesAt && closesAt.getTime(),
    closedAt: closedAt && closedAt.getTime(),
    films: films.filter(({ state }) => state === "in").map((film) => shown(film, rules.named)),
    out: films.flatMap((film) => outOf(film, rules.named)),
  };
}

/**
 * What one browser sees of a hat besides; `mine` is whether the lottery belongs to its club. The one that made the lottery
 * may put in any number.
 */
export function hatForOne(
  { films, cap, named, host }: KeptHat,
  { visitorId, mine }: { visitorId: string | null; mine: boolean },
): OwnHat {
  const voiced = (kind: Voice["kind"]) =>
    films.filter(({ voices }) => voices.some((voice) => voice.visitor === visitorId && voice.kind === kind));
  const suggested = voiced("suggested").filter(isStanding);
  return {
    suggested: idsOf(suggested),
    seconded: idsOf(voiced("seconded").filter(isStanding)),
    alone: idsOf(suggested.filter(({ voices }) => backersOf(voices).length === 1)),
    vetoed: voiced("vetoed").length > 0,
    left: host !== null && host === visitorId ? null : Math.max(0, cap - suggested.length),
    waiting: films
      .filter((film) => film.state === "waiting" && (mine || suggested.includes(film)))
      .map((film) => shown(film, named)),
  };
}

/** What tells whether a hat is open; null for a lottery without one. */
export type Collecting = { closedAt: unknown } | null;

/** Whether friends are still filling a lottery: its list is not fixed. */
export function isCollecting(hat: Collecting): boolean {
  return hat !== null && hat.closedAt === null;
}

/** Whether nothing more gets into a hat: its list is fixed, or its time is over by this clock, in ms since 1970. */
export function isShut({ closesAt, closedAt }: Pick<Hat, "closesAt" | "closedAt">, now: number): boolean {
  return closedAt !== null || (closesAt !== null && closesAt <= now);
}

/** Films that count: against the cap, and as the same film suggested again. */
function isStanding({ state }: Pick<KeptFilm, "state">): boolean {
  return state === "in" || state === "waiting";
}

function shown({ id, title, year, posterUrl, tickets, voices }: KeptFilm, named: boolean): HatFilm {
  const suggested = voices.filter(({ kind }) => kind === "suggested");
  const names = named ? suggested.map(({ name }) => name) : [];
  return { id, title, year, posterUrl, tickets, names, backers: backersOf(voices).length };
}

function outOf({ id, title, year, state, word, voices }: KeptFilm, named: boolean): FilmOut[] {
  if (state !== "vetoed" && state !== "removed") return [];
  const veto = voices.find(({ kind }) => kind === "vetoed");
  const name = named && veto ? veto.name : "";
  return [{ id, title, year, word, name, by: state === "vetoed" ? "veto" : "host" }];
}

function backersOf(voices: readonly Voice[]): Voice[] {
  return voices.filter(({ kind }) => kind !== "vetoed");
}

function idsOf(films: readonly KeptFilm[]): string[] {
  return films.map(({ id }) => id);
}
