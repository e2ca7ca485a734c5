import * as z from "zod";
import { composerProblems, LIST_MAX } from "./composer.ts";
import { ENTRIES_MAX, ENTRIES_MIN, NAME_MAX } from "./lottery.ts";
import { movieFields } from "./movie-form.ts";
import { characters, repeats, tidyLine } from "./movie.ts";
import type { Problem } from "./problem.ts";

/** What creates a lottery: the list, and what the composer (see composer.ts) could not move into it. */
export function lotteryForm({ thisYear, adding = false }: { thisYear: number; adding?: boolean }) {
  const problem = (code: Problem) => code;
  return z
    .object({
      submitKey: z.uuid(),
      name: z
        .string()
        .default("")
        .transform(tidyLine)
        .refine((name) => characters(name) <= NAME_MAX, problem("name-too-long"))
        .transform((name) => name || null),
      title: z.string().default(""),
      year: z.string().default(""),
      several: z.string().default(""),
      entries: z
        .array(z.object(movieFields(thisYear)))
        .default([])
        .superRefine((entries, ctx) => {
          if (entries.length < ENTRIES_MIN)
            ctx.addIssue({ code: "custom", message: problem("too-few-entries") });
          if (entries.length > ENTRIES_MAX)
            ctx.addIssue({ code: "custom", message: problem("too-many-entries") });
          for (const [index, repeat] of repeats(entries).entries()) {
            if (!repeat?.sameYear) continue;
            ctx.addIssue({ code: "custom", message: problem("title-repeated"), path: [index, "title"] });
          }
        }),
    })
    .superRefine((form, ctx) => {
      const room = LIST_MAX - form.entries.length;
      for (const [field, problem] of Object.entries(composerProblems(form, { thisYear, room, adding }))) {
        ctx.addIssue({ code: "custom", message: problem, path: [field] });
      }
    });
}

export type LotteryForm = z.input<ReturnType<typeof lotteryForm>>;
export type NewLottery = z.output<ReturnType<typeof lotteryForm>>;
