import * as z from "zod";
import { isRef, REF_MAX } from "./found-film.ts";
import { PICK } from "./found-pick.ts";
import { formShape, hidden, KEY, TYPED } from "../form-shape.ts";
import { LIBRARY_SHOWN_MAX, NOTE_MAX } from "../library/library.ts";
import { ID_LENGTH } from "../lottery/lottery.ts";
import { POSTER_URL_MAX, readTitle, readYear, TITLE_MAX } from "./movie.ts";
import type { Problem } from "../problem.ts";
import { lineWithin, linesWithin } from "../text.ts";

/** The fields of one movie, as texts from a form; errors are Problem codes, and one field never hides another's. */
export function movieFields(thisYear: number) {
  return {
    title: z
      .string()
      .default("")
      .transform((text, ctx) => {
        const { title, problem } = readTitle(text);
        if (problem) addProblem(ctx, problem);
        return title;
      }),
    year: z
      .string()
      .default("")
      .transform((text, ctx) => {
        const { year, problem } = readYear(text, thisYear);
        if (problem) addProblem(ctx, problem);
        return year;
      }),
    poster: z
      .string()
      .default("")
      .transform((text, ctx) => {
        const url = lineWithin(text, POSTER_URL_MAX);
        // Checked before the text is taken apart: for a very long one that takes time by the square of its length.
        if (url === null || url.length > POSTER_URL_MAX) addProblem(ctx, "poster-too-long");
        else if (url !== "" && !isHttps(url)) addProblem(ctx, "poster-not-https");
        return url || null;
      }),
    // A browser may have changed it; then it names no film.
    ref: z
      .string()
      .default("")
      .transform((text) => (isRef(text) ? text : null)),
  };
}

/** The forms that are sent to the library: one adds a movie, one keeps an entry, one is of ticked films. */
export const LIBRARY_SHAPE = formShape({
  form: hidden(20),
  submitKey: KEY,
  title: TYPED,
  year: TYPED,
  note: TYPED,
  poster: TYPED,
  ref: hidden(REF_MAX),
  // The button that looks for what is being typed, and the one that takes a film which was found.
  find: hidden(1),
  pick: PICK,
  lottery: hidden(ID_LENGTH),
  entry: hidden(10),
  // Of ticked films: what is done with them, by the form and by its button.
  movie: hidden(ID_LENGTH, LIBRARY_SHOWN_MAX),
  do: hidden(20, 2),
  badge: hidden(20),
  tag: TYPED,
});

/** What adds a movie to the library. */
export function movieInput(thisYear: number) {
  return z.object({ submitKey: z.uuid(), ...movieFields(thisYear), note: note() });
}

/** What completes a movie: the film that was picked among those that were found. */
export const COMPLETION_SHAPE = formShape({ ref: hidden(REF_MAX) });

/** The same for an entry of a lottery, by its place in the list. */
export const ENTRY_COMPLETION_SHAPE = formShape({ ref: hidden(REF_MAX), entry: hidden(10) });

/** What removes a movie: its title, for the sentence that says so afterwards, and the key by which that is undone. */
export const REMOVAL_SHAPE = formShape({ title: hidden(2 * TITLE_MAX), submitKey: KEY });

export type MovieInput = z.input<ReturnType<typeof movieInput>>;

function note() {
  return z
    .string()
    .default("")
    .transform((text, ctx) => {
      const note = linesWithin(text, NOTE_MAX);
      if (note === null) addProblem(ctx, "note-too-long");
      return note ?? "";
    });
}

function isHttps(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === "https:" && url.username === "" && url.password === "";
}

/** Says what is wrong with a field. Checking goes on after it, because some checks compare several fields. */
function addProblem(ctx: z.RefinementCtx, problem: Problem): void {
  ctx.addIssue({ code: "custom", message: problem, continue: true });
}
