import { canBear, markOf, MOTIFS, PALETTES, posterDesign, type PosterDesign } from "./poster-design.ts";

type Film = { title: string; year: number | null };

/** So many posters before one may stand beside or above it, however wide the rows are: on phones, and on desktops. */
const NEAR_PALETTES = 3;
const NEAR_MOTIFS = 8;

/** Where in the list something was last, and the film that had it. */
type Places = Map<number, { at: number; film: string }>;

/**
 * The posters of films that stand together, in their order. Near each other no two films share a motif or a palette, and
 * in the whole list no two share both. A film keeps its own design where it does not clash with what stands before it; so
 * the first films of a list look the same without the rest of it, and one that comes again does not clash with itself.
 * `near` is how far two of one motif are apart at least.
 */
export function posterDesigns(films: readonly Film[], near = NEAR_MOTIFS): PosterDesign[] {
  const seen = new Map<string, PosterDesign>();
  const motifs: Places = new Map();
  const palettes: Places = new Map();
  const pairs: Places = new Map();
  return films.map(({ title, year }, at) => {
    const film = `${title}\n${year}`;
    const isFree = (places: Places, each: number, distance: number) => {
      const last = places.get(each);
      return !last || last.film === film || at - last.at > distance;
    };
    const wish = seen.get(film) ?? posterDesign({ title, year });
    const motif = pick(
      wish.motif,
      MOTIFS,
      motifs,
      (each) => isFree(motifs, each, near) && canBear({ title, year }, each),
    );
    const pairOf = (palette: number) => motif * PALETTES + palette;
    const palette = pick(
      wish.palette,
      PALETTES,
      palettes,
      (each) => isFree(palettes, each, NEAR_PALETTES) && isFree(pairs, pairOf(each), Infinity),
    );
    const design = { ...wish, motif, palette, mark: markOf({ title, year }, motif) };
    const place = { at, film };
    motifs.set(motif, place);
    palettes.set(palette, place);
    pairs.set(pairOf(palette), place);
    seen.set(film, design);
    return design;
  });
}

/** What is wished for, if it fits; else the next one that fits and was not there yet, or any that fits. */
function pick(wish: number, count: number, taken: Places, fits: (each: number) => boolean): number {
  if (fits(wish)) return wish;
  let again = wish;
  for (let step = count - 1; step > 0; step--) {
    const each = (wish + step) % count;
    if (!fits(each)) continue;
    if (!taken.has(each)) return each;
    again = each;
  }
  return again;
}
