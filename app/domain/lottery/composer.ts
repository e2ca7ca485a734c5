import { ENTRIES_MAX } from "./lottery.ts";
import { type Movie, parseMovieLines, readTitle, readYear } from "../film/movie.ts";
import type { Problem } from "../problem.ts";
import { tidyLine } from "../text.ts";

/**
 * What stands above the list of entries: a line that is being typed, and a list that was pasted, as texts of the form.
 */
export type Composer = { title: string; year: string; several: string };

/** An entry as texts, as the form carries it; the ref of a film that was found, or blank. */
export type EntryText = { title: string; year: string; poster: string; ref: string };

/** When more lines than this were pasted, they are not made into entries: the page would be nothing but errors. */
export const SEVERAL_MAX = 100;

/** Room for a full lottery and a pasted list; more than that would not fit into one form. */
export const LIST_MAX = ENTRIES_MAX + SEVERAL_MAX;

/**
 * Moves what is being typed into the list, which has `room` for so many: the single line when nothing is wrong with it,
 * a pasted list line by line. What cannot be moved is `left` where it was typed.
 */
export function collectEntries(
  composer: Composer,
  { thisYear, room }: { thisYear: number; room: number },
): { collected: EntryText[]; left: Composer } {
  const left = { ...composer };
  const collected: EntryText[] = [];
  const { title, problem: titleProblem } = readTitle(composer.title);
  const { year, problem: yearProblem } = readYear(composer.year, thisYear);
  if (!titleProblem && !yearProblem && room > 0) {
    const [line] = year === null ? parseMovieLines(title, thisYear) : [];
    collected.push(entryText(line ?? { title, year }));
    left.title = left.year = "";
  }
  const lines = severalMovies(composer.several, thisYear);
  if (lines.length <= Math.min(SEVERAL_MAX, room - collected.length)) {
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
  { thisYear, room, adding }: { thisYear: number; room: number; adding: boolean },
): Partial<Record<keyof Composer, Problem>> {
  const problems: Partial<Record<keyof Composer, Problem>> = {};
  const titleFault = readTitle(title).problem;
  if (adding || titleFault !== "title-blank" || tidyLine(year)) {
    const yearFault = readYear(year, thisYear).problem;
    if (titleFault) problems.title = titleFault;
    else if (room < 1) problems.title = "list-full";
    if (yearFault) problems.year = yearFault;
  }
  const lines = severalMovies(several, thisYear).length;
  if (lines > SEVERAL_MAX) problems.several = "several-too-many";
  else if (lines > Math.max(0, room)) problems.several = "list-full";
  return problems;
}

/** The films of a pasted list. Of a list that is too long only as many as it takes to say so. */
function severalMovies(several: string, thisYear: number): Movie[] {
  return parseMovieLines(several, thisYear, SEVERAL_MAX + 1);
}

function entryText({ title, year }: { title: string; year: number | null }): EntryText {
  return { title, year: year === null ? "" : String(year), poster: "", ref: "" };
}
