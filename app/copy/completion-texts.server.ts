import type { Words } from "./words.ts";

type Titled = { title: string };

/**
 * The words of a page on which one picks the film that a film of the library or an entry of a lottery is; `found` are
 * those to pick from.
 */
export function completionTexts(
  words: Words,
  { of, title, found }: Titled & { of: "movie" | "entry"; found: readonly Titled[] },
) {
  const isEntry = of === "entry";
  return {
    title: words("complete.title"),
    lead: words(isEntry ? "complete.entry-lead" : "complete.lead", { title }),
    field: words("complete.field"),
    find: words("complete.find"),
    take: words("complete.take-short"),
    /** What the button of each says to those who hear it. */
    takes: found.map((film) => words("complete.take", { title: film.title })),
    gone: words("complete.gone"),
    back: words(isEntry ? "complete.entry-back" : "complete.back"),
  };
}
