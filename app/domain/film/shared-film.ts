import { parseMovieLink } from "./movie-link.ts";
import { TITLE_MAX } from "./movie.ts";
import { tidyLine } from "../text.ts";

/** What another app hands over when somebody shares a film with this one; each app fills in what it likes. */
export type SharedFilm = { title: string; text: string; url: string };

/** Longer ones were made by no app that shares a film. */
const SHARED_MAX = 2_000;
const ADDRESS = /\bhttps?:\/\/\S+/gi;

/**
 * The line to look that film up with, for the field where a film is typed: the address of a film's page where there is
 * one that we know, else the words. Empty when nothing of use was shared.
 */
export function sharedLine(shared: SharedFilm, thisYear: number): string {
  const { title, text, url } = {
    title: tidyLine(shared.title.slice(0, SHARED_MAX)),
    text: tidyLine(shared.text.slice(0, SHARED_MAX)),
    url: tidyLine(shared.url.slice(0, SHARED_MAX)),
  };
  const addresses = [url, ...[text, title].flatMap((words) => words.match(ADDRESS) ?? [])];
  const known = addresses.find((address) => {
    const link = address ? parseMovieLink(address, thisYear) : null;
    return link !== null && link.kind !== "no-movie";
  });
  if (known) return known.replace(/[!,.;)]+$/, "");
  const [words = ""] = [title, text].map((each) => tidyLine(each.replace(ADDRESS, " "))).filter(Boolean);
  return [...words].slice(0, TITLE_MAX).join("");
}
