import { parseMovieLines, readYear, tidyLine, titleProblem } from "./movie.ts";
import type { Problem } from "./problem.ts";

/** Above the list of entries: one line being typed, and a list that was pasted. All are texts as in the form. */
export type Composer = { title: string; year: string; several: string };

/** An entry as texts, as the form carries it. */
export type EntryText = { title: string; year: string; poster: string };

/** More pasted lines than this are not laid out as entries: the page would be all errors. */
export const SEVERAL_MAX = 100;

/**
 * Moves what is being typed into the list: the single line when nothing is wrong with it, a pasted list line by line.
 * What cannot be moved is `left` where it was typed.
 */
export function collectEntries(
  composer: Composer,
  thisYear: number,
): { collected: EntryText[]; left: Composer } {
  const left = { ...composer };
  const collected: EntryText[] = [];
  const title = tidyLine(composer.title);
  const { year, problem } = readYear(composer.year, thisYear);
  if (!titleProblem(title) && !problem) {
    const [line] = year === null ? parseMovieLines(title, thisYear) : [];
    collected.push(entryText(line ?? { title, year }));
    left.title = left.year = "";
  }
  const lines = parseMovieLines(composer.several, thisYear);
  if (lines.length <= SEVERAL_MAX) {
    collected.push(...lines.map(entryText));
    left.several = "";
  }
  return { collected, left };
}

/**
 * What is wrong with what could not be moved. While `adding`, a blank line is wrong as well, because something was
 * asked to be added; otherwise a composer left blank is fine.
 */
export function composerProblems(
  { title, year, several }: Composer,
  { thisYear, adding }: { thisYear: number; adding: boolean },
): Partial<Record<keyof Composer, Problem>> {
  const problems: Partial<Record<keyof Composer, Problem>> = {};
  if (adding || tidyLine(title) || tidyLine(year)) {
    const titleFault = titleProblem(tidyLine(title));
    const yearFault = readYear(year, thisYear).problem;
    if (titleFault) problems.title = titleFault;
    if (yearFault) problems.year = yearFault;
  }
  if (parseMovieLines(several, thisYear).length > SEVERAL_MAX) problems.several = "several-too-many";
  return problems;
}

function entryText({ title, year }: { title: string; year: number | null }): EntryText {
  return { title, year: year === null ? "" : String(year), poster: "" };
}
