import * as z from "zod";
import { NOTE_MAX } from "./library.ts";
import { POSTER_URL_MAX, characters, readYear, tidyLine, tidyText, titleProblem } from "./movie.ts";
import type { Problem } from "./problem.ts";

/** The fields of one movie, as texts from a form; errors are Problem codes, and one field never hides another's. */
export function movieFields(thisYear: number) {
  return {
    title: z
      .string()
      .default("")
      .transform(tidyLine)
      .superRefine((title, ctx) => {
        const problem = titleProblem(title);
        if (problem) ctx.addIssue({ code: "custom", message: problem });
      }),
    year: z
      .string()
      .default("")
      .transform((text, ctx) => {
        const { year, problem } = readYear(text, thisYear);
        // Continuing, because the checks that compare this entry with the others must still run.
        if (problem) ctx.addIssue({ code: "custom", message: problem, continue: true });
        return year;
      }),
    poster: z
      .string()
      .default("")
      .transform(tidyLine)
      .refine((url) => url === "" || isHttps(url), problem("poster-not-https"))
      .refine((url) => url.length <= POSTER_URL_MAX, problem("poster-too-long"))
      .transform((url) => url || null),
  };
}

/** What adds a movie to the library. */
export function libraryForm(thisYear: number) {
  return z.object({ submitKey: z.uuid(), ...movieFields(thisYear), note: note() });
}

/** What changes a movie of the library. */
export function noteForm() {
  return z.object({ note: note() });
}

export type LibraryForm = z.input<ReturnType<typeof libraryForm>>;

function note() {
  return z
    .string()
    .default("")
    .transform(tidyText)
    .refine((text) => characters(text) <= NOTE_MAX, problem("note-too-long"));
}

function isHttps(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === "https:" && url.username === "" && url.password === "";
}

function problem(code: Problem): Problem {
  return code;
}
