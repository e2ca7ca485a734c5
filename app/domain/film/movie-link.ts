import { readYear } from "./movie.ts";

/** A movie that is named by its id at a provider. */
export type MovieRef =
  { at: "kinopoisk"; id: number } | { at: "tmdb"; id: number } | { at: "imdb"; id: string };

/** What a pasted text names: a movie, a title that stands in its address, or a page that is not about a movie. */
export type MovieLink =
  | { kind: "movie"; ref: MovieRef }
  | { kind: "title"; title: string; year: number | null }
  | { kind: "no-movie" };

/** Nobody copies an address longer than this. */
const LINK_MAX = 2_000;

/**
 * What a text names that stands where a title is expected: an address of kinopoisk.ru, themoviedb.org, imdb.com or
 * letterboxd.com, or an id (`kp123`, `tt0111161`). Null when it is a title like any other.
 */
export function parseMovieLink(text: string, thisYear: number): MovieLink | null {
  const trimmed = text.trim();
  if (trimmed.length > LINK_MAX) return null;
  const bare = /^(?:kp(?<kinopoisk>\d{1,9})|(?<imdb>tt\d{7,9}))$/i.exec(trimmed)?.groups;
  if (bare?.kinopoisk) return movie({ at: "kinopoisk", id: Number(bare.kinopoisk) });
  if (bare?.imdb) return movie({ at: "imdb", id: bare.imdb.toLowerCase() });
  const url = urlOf(trimmed);
  if (!url) return null;
  const site = SITES.find(({ hosts }) => hosts.test(url.hostname));
  return site ? site.read(url.pathname, thisYear) : null;
}

const SITES: readonly { hosts: RegExp; read: (path: string, thisYear: number) => MovieLink }[] = [
  {
    hosts: /^(?:(?:www|m|hd)\.)?kinopoisk\.ru$/,
    read: (path) => {
      const id = /^\/(?:film|series)\/(?:[^/]*-)?(\d{1,9})(?:\/|$)/.exec(path)?.[1];
      return id ? movie({ at: "kinopoisk", id: Number(id) }) : NO_MOVIE;
    },
  },
  {
    hosts: /^(?:www\.)?themoviedb\.org$/,
    read: (path) => {
      const id = /^\/movie\/(\d{1,9})(?:[-/]|$)/.exec(path)?.[1];
      return id ? movie({ at: "tmdb", id: Number(id) }) : NO_MOVIE;
    },
  },
  {
    hosts: /^(?:(?:www|m)\.)?imdb\.com$/,
    read: (path) => {
      // Also /de/title/…: the site has its language in front.
      const id = /^(?:\/[a-z]{2}(?:-[a-z]{2})?)?\/title\/(tt\d{7,9})(?:\/|$)/i.exec(path)?.[1];
      return id ? movie({ at: "imdb", id: id.toLowerCase() }) : NO_MOVIE;
    },
  },
  {
    hosts: /^(?:www\.)?letterboxd\.com$/,
    read: (path, thisYear) => {
      // Also /someone/film/…/, the address of a diary entry.
      const slug = /^(?:\/[\w-]+)?\/film\/([\w-]+)(?:\/|$)/.exec(path)?.[1];
      return slug ? titleOfSlug(slug, thisYear) : NO_MOVIE;
    },
  },
];

const NO_MOVIE: MovieLink = { kind: "no-movie" };

function movie(ref: MovieRef): MovieLink {
  return ref.at !== "imdb" && ref.id === 0 ? NO_MOVIE : { kind: "movie", ref };
}

/** `the-thing-1982` → The Thing, 1982: Letterboxd adds the year where two films have the same title. */
function titleOfSlug(slug: string, thisYear: number): MovieLink {
  const words = slug.split("-").filter(Boolean);
  const { year } = readYear(words.length > 1 ? words.at(-1)! : "", thisYear);
  const named = year === null ? words : words.slice(0, -1);
  const title = named.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ");
  return title ? { kind: "title", title, year } : NO_MOVIE;
}

/** With or without `https://`, as browsers copy it. */
function urlOf(text: string): URL | null {
  if (/\s/.test(text)) return null;
  const address = /^https?:\/\//i.test(text)
    ? text
    : /^[\w-]+(?:\.[\w-]+)+\//.test(text)
      ? `https://${text}`
      : "";
  return address && URL.canParse(address) ? new URL(address) : null;
}
