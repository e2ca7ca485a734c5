/** Shorter words are typed right, or too many others would be like them. */
const TYPO_FROM = 4;
const TWO_TYPOS_FROM = 8;
/** The least length of half a word of which one letter less is enough to look for. */
const SWAPPED_FROM = 3;

/** How many letters of a word may be wrong, missing, too many or swapped with their neighbour. */
export function typosIn(word: string): number {
  if (word.length < TYPO_FROM) return 0;
  return word.length < TWO_TYPOS_FROM ? 1 : 2;
}

/**
 * How far a title is from what was typed, as the sum of typing mistakes; null when it is another title. Both are keys
 * (see searchKey). Each typed word has to be like a word of the title, or like the beginning of one.
 */
export function typosBetween(typed: string, key: string): number | null {
  const words = key.split(/\s+/u);
  let sum = 0;
  for (const word of typed.split(" ")) {
    const nearest = Math.min(...words.map((each) => (each.includes(word) ? 0 : distance(word, each))));
    if (nearest > typosIn(word)) return null;
    sum += nearest;
  }
  return sum;
}

/**
 * Parts of a word of which at least one is still right when it holds no more typing mistakes than typosIn() allows, each
 * as the parts of a pattern: `^` stands for the beginning of a word and `$` for its end.
 */
export function survivingParts(word: string): string[][] {
  const typos = typosIn(word);
  if (typos === 0) return [];
  const size = word.length / (typos + 1);
  const cuts = Array.from({ length: typos + 2 }, (_, index) => Math.floor(index * size));
  const parts = cuts.slice(1).map((end, index) => [marked(word, cuts[index]!, end)]);
  const cut = cuts[1]!;
  // Two neighbours that were swapped may stand on both sides of the cut. Of a shorter word too little would be left.
  if (typos > 1 || cut < SWAPPED_FROM) return parts;
  return [...parts, [marked(word, 0, cut - 1), marked(word, cut + 1, word.length)]];
}

/** Short beginnings and ends are only looked for where words begin and end: elsewhere they would be everywhere. */
function marked(word: string, from: number, to: number): string {
  const end = to === word.length && to - from < 3 ? "$" : "";
  return `${from === 0 ? "^" : ""}${word.slice(from, to)}${end}`;
}

/** Damerau–Levenshtein distance of a word from another, or from the nearest beginning of that. */
function distance(typed: string, word: string): number {
  let before: number[] = [];
  let last = Array.from({ length: word.length + 1 }, (_, index) => index);
  for (let row = 1; row <= typed.length; row++) {
    const next = [row];
    for (let column = 1; column <= word.length; column++) {
      const same = typed[row - 1] === word[column - 1];
      const swapped = typed[row - 1] === word[column - 2] && typed[row - 2] === word[column - 1];
      next[column] = Math.min(
        last[column]! + 1,
        next[column - 1]! + 1,
        last[column - 1]! + (same ? 0 : 1),
        swapped ? before[column - 2]! + 1 : Infinity,
      );
    }
    [before, last] = [last, next];
  }
  return Math.min(...last);
}
