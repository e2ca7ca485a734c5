import * as z from "zod";
import { REASON_MAX, WORD_MAX } from "./lottery.ts";
import { characters, tidyLine } from "./movie.ts";
import type { Problem } from "./problem.ts";

/** What draws: the number of the draw that the page offered, and a word of one's own, which may be blank. */
export function drawForm() {
  return z.object({
    number: z.coerce.number().int().min(1).max(DRAWS_MAX).optional().catch(undefined),
    word: z
      .string()
      .default("")
      .transform(tidyLine)
      .refine((word) => characters(word) <= WORD_MAX, problem("word-too-long")),
  });
}

/** What opens another draw of a lottery: why, and whether the films drawn so far are left out. */
export function redrawForm() {
  return z.object({
    number: z.coerce.number().int().min(2).max(DRAWS_MAX),
    reason: z
      .string()
      .default("")
      .transform(tidyLine)
      .superRefine((reason, ctx) => {
        if (reason === "") ctx.addIssue({ code: "custom", message: problem("reason-blank") });
        if (characters(reason) > REASON_MAX)
          ctx.addIssue({ code: "custom", message: problem("reason-too-long") });
      }),
    leaveOut: z
      .string()
      .optional()
      .transform((value) => value === "on"),
  });
}

/** More draws of one evening than anyone will make. */
const DRAWS_MAX = 1_000;

function problem(code: Problem): Problem {
  return code;
}
