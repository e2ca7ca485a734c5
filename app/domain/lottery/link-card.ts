/** What the card that a chat shows with a link says, in words that are ready to be drawn. */
export type LinkCard = {
  /** The app's name. */
  sign: string;
  heading: string;
  lead: string;
  /** A word that stands out, or null. */
  badge: string | null;
  posters: CardPoster[];
  /** How many films there are besides the posters. */
  more: number;
};

/** A film on the card; `picture` is its own poster as a data URI, where that is at hand. */
type CardPoster = { title: string; year: number | null; picture?: string | null };

export const CARD_WIDTH = 1200;
export const CARD_HEIGHT = 630;

const ROW = 7;

/** The films whose posters fit into the card in a legible size, and how many do not. */
export function billboard<T>(films: readonly T[]): { posters: T[]; more: number } {
  const shown = films.length <= ROW ? films.length : ROW - 1;
  return { posters: films.slice(0, shown), more: films.length - shown };
}

/**
 * The language of a lottery's own words. A link card speaks it to everyone: who fetches it for a chat says nothing of the
 * people who will read it, and all of them share one card.
 */
export function languageOfWords({
  name,
  entries,
}: {
  name: string | null;
  entries: readonly { title: string }[];
}): "en" | "ru" {
  const words = [name ?? "", ...entries.map(({ title }) => title)].join(" ");
  // Plain ranges: every page of a lottery asks, and this takes a fifth of what \p{Script} does.
  const cyrillic = words.length - words.replace(/[\u0400-\u052f]+/g, "").length;
  const latin = words.length - words.replace(/[a-z\u00c0-\u024f]+/gi, "").length;
  return cyrillic > latin ? "ru" : "en";
}

/** Whether a title is written in the scripts that our faces have. */
export function isInOurScripts(title: string): boolean {
  return /[\p{L}\p{N}]/u.test(title) && !FOREIGN.test(title);
}

const FOREIGN =
  /[^\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Common}\p{Script=Inherited}]/u;

const TITLE_CHARACTERS = 60;
const LIST_CHARACTERS = 160;

/** Films as a list that a chat shows whole: "Ran (1985), Solaris (1972)", and how many did not fit. At least one does. */
export function shortList(films: readonly { title: string; year: number | null }[]): {
  list: string;
  more: number;
} {
  const named = films.map(({ title, year }) => (year === null ? cut(title) : `${cut(title)} (${year})`));
  let list = named[0] ?? "";
  let taken = Math.min(1, named.length);
  while (taken < named.length && list.length + named[taken]!.length + 2 <= LIST_CHARACTERS) {
    list += `, ${named[taken++]}`;
  }
  return { list, more: named.length - taken };
}

function cut(title: string): string {
  if (title.length <= TITLE_CHARACTERS) return title;
  const letters = [...title];
  return letters.length <= TITLE_CHARACTERS
    ? title
    : `${letters
        .slice(0, TITLE_CHARACTERS - 1)
        .join("")
        .trimEnd()}…`;
}
