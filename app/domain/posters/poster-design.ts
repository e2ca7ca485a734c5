import { fnv1a } from "../fnv.ts";
import { titleKey } from "../film/movie.ts";

export const PALETTES = 16;
/** So many motifs are drawings; what follows them is made of the title's first letter, and the last one of the year. */
export const DRAWN = 38;
const LETTERED = 3;
export const MOTIFS = DRAWN + LETTERED + 1;
const OF_THE_YEAR = MOTIFS - 1;

/** How large titles are set, the largest first; a poster is 200 wide. */
export const TITLE_SIZES = { xl: 58, l: 42, m: 30, s: 22, xs: 17 } as const;
/** So many lines of each leave the drawing alone. */
const LINES = { xl: 2, l: 3, m: 4, s: 5, xs: 6 } as const;
export const TITLE_WIDTH = 172;

type TypeSize = keyof typeof TITLE_SIZES;

/**
 * How a drawn poster looks: one of the palettes and motifs of poster-art.ts and of the styles, how large its title is
 * set, and the letter or the figures that a motif is made of.
 */
export type PosterDesign = { palette: number; motif: number; type: TypeSize; mark: string | null };

type Film = { title: string; year: number | null };

const DESIGNS_MAX = 1_000;
const KEY_MAX = 500;
/** The same films are drawn on page after page. */
const designs = new Map<string, PosterDesign>();

/** The poster of a movie without one, when it stands alone. The same film always gets the same poster. */
export function posterDesign({ title, year }: Film): PosterDesign {
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

function newDesign(film: Film): PosterDesign {
  const hash = fnv1a(`${titleKey(film.title)}\n${film.year ?? ""}`);
  const wished = (hash >>> 8) % MOTIFS;
  const motif = canBear(film, wished) ? wished : (hash >>> 16) % DRAWN;
  return { palette: hash % PALETTES, motif, type: typeSize(film.title), mark: markOf(film, motif) };
}

/** Whether a film has what the motif is made of. */
export function canBear(film: Film, motif: number): boolean {
  return motif < DRAWN || markOf(film, motif) !== null;
}

/** The letter or the figures that a motif shows of a film: none where it is a drawing, or where the film has none. */
export function markOf({ title, year }: Film, motif: number): string | null {
  if (motif < DRAWN) return null;
  if (motif === OF_THE_YEAR) return year === null ? null : String(year).slice(-2);
  return initial(title);
}

const BEGINNING = 50;

/** A title's first letter or figure, as a capital; null when it is none of those that the pages' faces have. */
function initial(title: string): string | null {
  const [first = ""] = /[\p{L}\p{N}]/u.exec(title.slice(0, BEGINNING).normalize("NFC")) ?? [];
  const capital = first.toUpperCase();
  return /^[0-9A-ZÀ-ÖØ-ÞЁЄІЇА-ЯҐ]$/.test(capital) ? capital : null;
}

/** The largest size in which a title takes no more lines than leave the drawing alone, and no word is broken. */
function typeSize(title: string): TypeSize {
  // Far more than fits on any poster.
  const words = title.slice(0, 500).toUpperCase().split(/\s+/u).map(widthOf);
  const sizes = Object.keys(LINES) as TypeSize[];
  return sizes.find((size) => linesOf(words, TITLE_WIDTH / TITLE_SIZES[size]) <= LINES[size]) ?? "xs";
}

/** In how many lines words of these widths are set; a word that must be broken makes it too many. */
function linesOf(words: readonly number[], width: number): number {
  let lines = 1;
  let filled = 0;
  for (const word of words) {
    if (word > width) return Infinity;
    filled += filled && SPACE + word;
    if (filled > width) lines++;
    if (filled > width || filled === 0) filled = word;
  }
  return lines;
}

/** About how wide capitals are in the display face, in parts of their size; what it lacks is taken for square. */
const SPACE = 0.14;
const WIDTHS: readonly [RegExp, number][] = [
  [/[IJІЇЈ.,:;!'’"«»()-]/, 0.24],
  [/[EFLPSTZ1ГЕЁТҐ]/, 0.4],
  [/[MWЖМФШЩЫЮÆ½—]/, 0.64],
  [/[!-\u1fff]/, 0.455],
];

function widthOf(word: string): number {
  let width = 0;
  for (const each of word) width += WIDTHS.find(([letters]) => letters.test(each))?.[1] ?? 1;
  return width;
}
