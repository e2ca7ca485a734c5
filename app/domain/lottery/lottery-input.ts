import * as z from "zod";
import { composerProblems, LIST_MAX } from "./composer.ts";
import { REF_MAX } from "../film/found-film.ts";
import { PICK } from "../film/found-pick.ts";
import { formShape, hidden, KEY, TYPED } from "../form-shape.ts";
import type { TypedRules } from "../hat/hat-rules.ts";
import { readRules, RULES_FIELDS } from "../hat/hat-rules-input.ts";
import { ENTRIES_MAX, ENTRIES_MIN, NAME_MAX, type Way, WAYS } from "./lottery.ts";
import { movieFields } from "../film/movie-input.ts";
import { repeats } from "../film/movie.ts";
import type { Problem } from "../problem.ts";
import { lineWithin } from "../text.ts";

const LAST = LIST_MAX - 1;

export const LOTTERY_SHAPE = formShape({
  submitKey: KEY,
  way: hidden(10),
  name: TYPED,
  title: TYPED,
  year: TYPED,
  several: TYPED,
  [`entries[0..${LAST}].title`]: TYPED,
  [`entries[0..${LAST}].year`]: TYPED,
  [`entries[0..${LAST}].poster`]: TYPED,
  [`entries[0..${LAST}].ref`]: hidden(REF_MAX),
  // The button of the list that was pressed.
  __intent__: hidden(200),
  // The button that looks for what is being typed, and the one that takes a film which was found.
  find: hidden(1),
  // The switch of the page's language, where no script runs.
  language: hidden(10),
  // What Enter presses where no script runs.
  enter: hidden(1),
  pick: PICK,
  ...RULES_FIELDS,
});

const RULE = z.string().optional();
/** What the host of a hat decides, as texts; a page of a release before sends none. */
const RULES = {
  cap: RULE,
  odds: RULE,
  date: RULE,
  time: RULE,
  zone: RULE,
  named: RULE,
  nod: RULE,
  vetoes: RULE,
} satisfies Record<keyof TypedRules, typeof RULE>;

/**
 * What creates a lottery: the list, and what the composer (see composer.ts) could not move into it. Where friends bring
 * films, the rules for that are judged at `now`, in ms since 1970.
 */
export function lotteryInput({
  thisYear,
  way = "draw",
  adding = false,
  now = 0,
}: {
  thisYear: number;
  way?: Way;
  adding?: boolean;
  now?: number;
}) {
  const problem = (code: Problem) => code;
  // Friends bring the others.
  const fewest = way === "collect" ? 0 : ENTRIES_MIN;
  return z
    .object({
      submitKey: z.uuid(),
      way: z.string().default(way),
      name: z
        .string()
        .default("")
        .transform((text, ctx) => {
          const name = lineWithin(text, NAME_MAX);
          // Checking goes on after this problem, so that everything wrong with the form is said at once.
          if (name === null)
            ctx.addIssue({ code: "custom", message: problem("name-too-long"), continue: true });
          return name || null;
        }),
      title: z.string().default(""),
      year: z.string().default(""),
      several: z.string().default(""),
      ...RULES,
      entries: z
        .array(z.object(movieFields(thisYear)))
        .default([])
        .superRefine((entries, ctx) => {
          if (entries.length < fewest) ctx.addIssue({ code: "custom", message: problem("too-few-entries") });
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
      const ruled = way === "collect" ? readRules(form, now).problems : {};
      for (const [field, problems] of Object.entries(ruled)) {
        for (const message of problems) ctx.addIssue({ code: "custom", message, path: [field] });
      }
    });
}

/** The way that a form chose; a page of the release before sends none. */
export function readWay(text: string | null): Way {
  return WAYS.find((way) => way === text) ?? "draw";
}

export type LotteryInput = z.input<ReturnType<typeof lotteryInput>>;
