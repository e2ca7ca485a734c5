type Film = { title: string };

/** What a lottery's title is made of: its films, or the first of them and how many there are. */
type Titled = { name: string | null; createdAt: Date } & (
  { entries: readonly Film[] } | { first: readonly Film[]; entryCount: number }
);

type Words = (
  id: `lottery.title-${"one" | "one-more" | "two" | "more" | "date"}`,
  values: Record<string, string | number | Date>,
) => string;

/** So many characters of a film's title stand in that of its lottery. */
const FILM_MAX = 32;

/**
 * What a lottery is called: by its name, else by its first films, else by its day (of UTC, as nobody knows the readers'
 * time zones). Never by who won.
 */
export function lotteryTitle(lottery: Titled, words: Words): string {
  if (lottery.name !== null) return lottery.name;
  const { first, entryCount } = "entries" in lottery ? ofEntries(lottery.entries) : lottery;
  const [one, other] = first.slice(0, 2).map(({ title }) => shortened(title));
  if (one === undefined) return words("lottery.title-date", { date: dayOf(lottery.createdAt) });
  if (other === undefined && entryCount > 1)
    return words("lottery.title-one-more", { first: one, more: entryCount - 1 });
  if (other === undefined) return words("lottery.title-one", { first: one });
  if (entryCount <= 2) return words("lottery.title-two", { first: one, second: other });
  return words("lottery.title-more", { first: one, second: other, more: entryCount - 2 });
}

function ofEntries(entries: readonly Film[]): { first: readonly Film[]; entryCount: number } {
  return { first: entries, entryCount: entries.length };
}

/** Noon of that day of UTC by this machine's clock, so that the day is called alike on every machine. */
function dayOf(moment: Date): Date {
  return new Date(moment.getUTCFullYear(), moment.getUTCMonth(), moment.getUTCDate(), 12);
}

/** A film's title without the quotes around it, which it gets here in any case, and a long one up to the end of a word. */
function shortened(title: string): string {
  const letters = [...title.replace(/^[«„“"]([^«»„“”"]+)[»“”"]$/u, "$1")];
  if (letters.length <= FILM_MAX) return letters.join("");
  const begun = letters.slice(0, FILM_MAX + 1).join("");
  return `${begun.replace(/[\s,.:;–—-]+\S*$/u, "")}…`;
}
