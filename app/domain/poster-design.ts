import { fnv1a } from "./fnv.ts";
import { titleKey } from "./movie.ts";
import { characters } from "./text.ts";

export const PALETTES = 12;
export const MOTIFS = 8;

/** How a drawn poster looks: one of the palettes and motifs of styles/poster.css, and how large its title is set. */
export type PosterDesign = { palette: number; motif: number; type: "xl" | "l" | "m" | "s" };

const DESIGNS_MAX = 1_000;
const KEY_MAX = 500;
/** The same films are drawn on page after page. */
const designs = new Map<string, PosterDesign>();

/** The poster of a movie without one. The same film always gets the same poster. */
export function posterDesign({ title, year }: { title: string; year: number | null }): PosterDesign {
  const key = `${title}\n${year}`;
  const known = designs.get(key);
  if (known) return known;
  const design = newDesign({ title, year });
  // What is typed into a form may be long, and is drawn once.
  if (key.length > KEY_MAX) return design;
  if (designs.size >= DESIGNS_MAX) designs.clear();
  designs.set(key, design);
  return design;
}

function newDesign({ title, year }: { title: string; year: number | null }): PosterDesign {
  const hash = fnv1a(`${titleKey(title)}\n${year ?? ""}`);
  return { palette: hash % PALETTES, motif: (hash >>> 8) % MOTIFS, type: typeSize(title) };
}

function typeSize(title: string): PosterDesign["type"] {
  const words = title.split(/[\s\u2010-\u2015-]+/u);
  const longestWord = words.reduce((longest, word) => Math.max(longest, characters(word)), 0);
  const length = characters(title);
  if (longestWord <= 5 && length <= 12) return "xl";
  if (longestWord <= 8 && length <= 26) return "l";
  if (longestWord <= 11 && length <= 54) return "m";
  return "s";
}
