import { titleKey } from "./movie.ts";

/**
 * What a film is looked for and sorted by: the titleKey() of its title, and that of its original title behind a line
 * break. Accents of Latin and Greek letters do not count; those of other scripts tell letters apart.
 */
export function searchKey({ title, originalTitle }: { title: string; originalTitle: string | null }): string {
  const keys = [title, originalTitle ?? ""].map((text) => withoutAccents(titleKey(text)));
  // The spaces make words of the last of one and the first of the other.
  return [...new Set(keys)].filter(Boolean).join(" \n ");
}

function withoutAccents(key: string): string {
  return key
    .normalize("NFD")
    .replace(/(?<=[\p{Script=Latin}\p{Script=Greek}]\p{M}*)\p{M}+/gu, "")
    .normalize("NFC");
}

/** How well a title fits what was typed; smaller is better, null is not at all. Both are keys (see titleKey). */
export function titleRank(key: string, typed: string): number | null {
  if (typed === "") return null;
  if (key === typed) return 0;
  if (key.startsWith(typed)) return key[typed.length] === " " ? 1 : 2;
  if (` ${key}`.includes(` ${typed}`)) return 3;
  if (typed.length >= INSIDE_FROM && key.includes(typed)) return 4;
  const words = key.split(" ");
  const wanted = typed.split(" ");
  const all = wanted.length > 1 && wanted.every((part) => words.some((word) => word.startsWith(part)));
  return all ? 5 : null;
}

/** A query of one or two letters would be found inside nearly every title. */
const INSIDE_FROM = 3;
