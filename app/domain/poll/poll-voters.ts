import { FIRST_NAME_MAX } from "../club/club.ts";
import { lineWithin } from "../text.ts";

/** So many people have a personal link to one poll. */
export const VOTERS_MAX = 50;

/** Somebody who votes by name. `links` counts the links they have had, of which the last one works. */
export type NamedVoter = { id: string; name: string; links: number; voted: boolean };

/** What is wrong with a list of names. Each code has its sentence under `poll.<code>`; `name` is the one it is about. */
export type NamesProblem = {
  code: "names-blank" | "names-long" | "names-twice" | "names-many";
  name: string;
};

/** A name that is too long is called by its beginning. */
const BEGINNING = 20;

/** Names as they were typed, one a line; blank lines are none. The first problem alone is told. */
export function readNames(text: string): { names: string[]; problem: NamesProblem | null } {
  const names = new Map<string, string>();
  for (const line of text.split(/\r\n?|\n/)) {
    const name = lineWithin(line, FIRST_NAME_MAX);
    if (name === null) return { names: [], problem: { code: "names-long", name: beginningOf(line) } };
    if (name === "") continue;
    const key = nameKey(name);
    if (names.has(key)) return { names: [], problem: { code: "names-twice", name } };
    names.set(key, name);
    if (names.size > VOTERS_MAX) return { names: [], problem: { code: "names-many", name } };
  }
  return { names: [...names.values()], problem: null };
}

/**
 * Names with the same key are one: in capitals or not. Letter by letter and one for one, as the database compares them: it
 * has no other sigma for the ends of words, and no dot of its own above an i.
 */
function nameKey(name: string): string {
  return Array.from(name, (letter) => String.fromCodePoint(letter.toLowerCase().codePointAt(0)!)).join("");
}

function beginningOf(line: string): string {
  return lineWithin(line.trim().slice(0, BEGINNING), BEGINNING) ?? "";
}
