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
