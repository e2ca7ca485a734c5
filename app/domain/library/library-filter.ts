import { BADGES, LABELS_MAX, readLabel, type Badge } from "./library.ts";
import { RUNTIME_MAX } from "../film/movie-details.ts";
import { readYear, TITLE_MAX } from "../film/movie.ts";
import { lineWithin, tidyLine } from "../text.ts";

export const SORTS = ["added", "title", "year", "rating", "won"] as const;
export type Sort = (typeof SORTS)[number];

/** How far back winners can be left out. */
export const SKIP_MAX = 100;

/** Which films of a library are looked for, and in which order. Null and empty lists leave nothing out. */
export type LibraryFilter = {
  text: string;
  /** Any of them; `none` stands for films without a badge. */
  badges: (Badge | "none")[];
  /** Any of them. */
  tags: string[];
  genres: string[];
  /** Whether a film must be of all those genres. */
  allGenres: boolean;
  yearFrom: number | null;
  yearTo: number | null;
  /** In minutes. Films whose runtime is not known are kept. */
  runtimeMax: number | null;
  /** When the evening starts and when it has to be over, by the same clock: `20:15`. Both or none. */
  evening: { start: string; end: string } | null;
  /** The club's own rating where it gave one. */
  ratingMin: number | null;
  watched: boolean | null;
  neverWon: boolean;
  /** Leaves out what won in so many of the club's last draws. */
  skip: number | null;
  sort: Sort;
};

/** The parts of an address that can make no sense. Each has its name in `copy/`, under `filter.<name>`. */
const FILTERS = [
  "text",
  "badge",
  "tag",
  "genre",
  "year",
  "runtime",
  "evening",
  "rating",
  "watched",
  "won",
  "skip",
  "sort",
  "after",
  "take",
] as const;
export type FilterName = (typeof FILTERS)[number];

/** The filter that an address asks for, and which parts of the address made no sense and are left out. */
export function readFilter(
  params: URLSearchParams,
  { thisYear }: { thisYear: number },
): { filter: LibraryFilter; ignored: FilterName[] } {
  const ignored = new Set<FilterName>();
  /** What a field says; null when it is blank, and when it makes no sense, which is noted. */
  function read<T>(field: string, name: FilterName, understood: (text: string) => T | null): T | null {
    const text = tidyLine((params.get(field) ?? "").slice(0, TEXT_MAX));
    if (text === "") return null;
    const value = understood(text);
    if (value === null) ignored.add(name);
    return value;
  }
  function list(field: string, name: FilterName): string[] {
    const texts = params.getAll(field).slice(0, TEXT_MAX).map(readLabel);
    const words = [...new Set(texts.filter((text) => text !== ""))];
    const known = words.filter((text) => text !== null).slice(0, LABELS_MAX);
    if (known.length < words.length) ignored.add(name);
    return known;
  }
  const year = (text: string) => readYear(text, thisYear).year;
  const years = [read("from", "year", year), read("to", "year", year)] as const;
  const [yearFrom, yearTo] = years[0] && years[1] && years[0] > years[1] ? [years[1], years[0]] : years;
  const badges = list("badge", "badge");
  if (!badges.every(isBadge)) ignored.add("badge");
  const filter = {
    text: read("q", "text", (text) => lineWithin(text, TITLE_MAX)) ?? "",
    badges: ([...BADGES, "none"] as const).filter((badge) => badges.includes(badge)),
    tags: list("tag", "tag"),
    genres: list("genre", "genre"),
    allGenres: read("genres", "genre", oneOf(["all", "any"])) === "all",
    yearFrom,
    yearTo,
    runtimeMax: read("runtime", "runtime", numberWithin(1, RUNTIME_MAX)),
    evening: null,
    ratingMin: read("rating", "rating", numberWithin(1, 10)),
    watched: toBoolean(read("watched", "watched", oneOf(["yes", "no"]))),
    neverWon: read("won", "won", oneOf(["never"])) === "never",
    skip: read("skip", "skip", numberWithin(1, SKIP_MAX)),
    sort: read("sort", "sort", oneOf(SORTS)) ?? "added",
  } satisfies LibraryFilter;
  return {
    filter: { ...filter, evening: readEvening(params, ignored) },
    ignored: FILTERS.filter((name) => ignored.has(name)),
  };
}

/** The same filter as an address, shortest form. */
export function filterQuery(filter: LibraryFilter): URLSearchParams {
  const query = new URLSearchParams();
  const set = (name: string, value: string | number | null | false) => {
    if (value !== null && value !== "" && value !== false) query.append(name, String(value));
  };
  set("q", filter.text);
  for (const badge of filter.badges) set("badge", badge);
  for (const tag of filter.tags) set("tag", tag);
  for (const genre of filter.genres) set("genre", genre);
  set("genres", filter.allGenres && "all");
  set("from", filter.yearFrom);
  set("to", filter.yearTo);
  set("runtime", filter.runtimeMax);
  set("start", filter.evening?.start ?? null);
  set("end", filter.evening?.end ?? null);
  set("rating", filter.ratingMin);
  set("watched", filter.watched === null ? null : filter.watched ? "yes" : "no");
  set("won", filter.neverWon && "never");
  set("skip", filter.skip);
  set("sort", filter.sort === "added" ? null : filter.sort);
  return query;
}

/** How many parts of the filter leave films out. */
export function filterCount(filter: LibraryFilter): number {
  const names = new Set(filterQuery({ ...filter, sort: "added", text: "", allGenres: false }).keys());
  return names.size;
}

/** The longest runtime that the filter lets through, in minutes; null for any. */
export function longestRuntime({ runtimeMax, evening }: LibraryFilter): number | null {
  const limits = [runtimeMax, evening && minutesBetween(evening)].filter((limit) => limit !== null);
  return limits.length > 0 ? Math.min(...limits) : null;
}

/** More of a field is not looked at. */
const TEXT_MAX = 2_000;
const DAY_MINUTES = 24 * 60;

/** An evening may go on after midnight. */
function minutesBetween({ start, end }: { start: string; end: string }): number {
  const [from, to] = [start, end].map((time) => {
    const [hours, minutes] = time.split(":").map(Number);
    return hours! * 60 + minutes!;
  });
  return (to! - from! + DAY_MINUTES) % DAY_MINUTES;
}

function readEvening(params: URLSearchParams, ignored: Set<FilterName>): LibraryFilter["evening"] {
  const [start, end] = ["start", "end"].map((name) => tidyLine((params.get(name) ?? "").slice(0, TEXT_MAX)));
  // A form that shows the present time as its start asks for nothing yet.
  if (!end) return null;
  const times = [start!, end].map((text) => /^(?:[01]?\d|2[0-3]):[0-5]\d/.exec(text)?.[0]);
  if (times[0] && times[1] && times[0] !== times[1]) return { start: times[0], end: times[1] };
  ignored.add("evening");
  return null;
}

function isBadge(name: string): boolean {
  return name === "none" || (BADGES as readonly string[]).includes(name);
}

function numberWithin(least: number, most: number) {
  return (text: string): number | null => {
    const number = /^\d{1,6}$/.test(text) ? Number(text) : 0;
    return number >= least && number <= most ? number : null;
  };
}

function oneOf<T extends string>(names: readonly T[]) {
  return (text: string): T | null => names.find((name) => name === text) ?? null;
}

function toBoolean(text: "yes" | "no" | null): boolean | null {
  return text === null ? null : text === "yes";
}
