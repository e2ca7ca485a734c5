import * as z from "zod";
import { formShape, hidden, TYPED } from "../form-shape.ts";
import {
  BADGES,
  knownBadges,
  LABEL_MAX,
  LABELS_MAX,
  NOTE_MAX,
  OWN_RATING_MAX,
  readLabel,
} from "../library/library.ts";
import { RUNTIME_MAX } from "./movie-details.ts";
import type { Problem } from "../problem.ts";
import { lineWithin, linesWithin, tidyLine } from "../text.ts";

/** What a club can change of a film. */
export const MOVIE_SHAPE = formShape({
  badge: hidden(20, BADGES.length),
  tags: TYPED,
  note: TYPED,
  ownRating: hidden(20),
  watchedOn: hidden(40),
  runtime: TYPED,
  genres: TYPED,
  countries: TYPED,
});

/**
 * The fields of that form, as texts; errors are Problem codes, and one field never hides another's. `now` is in ms since
 * 1970. A film with a day on which it was watched gets the badge as well.
 */
export function movieEdit({ now }: { now: number }) {
  return z
    .object({
      badge: z
        .union([z.string(), z.array(z.string())])
        .default([])
        .transform((names) => knownBadges([names].flat())),
      tags: labels(),
      note: z.string().default("").transform(readNote),
      ...watchedFields({ now }),
      runtime: z.string().default("").transform(numberWithin(RUNTIME_MAX, "runtime-unreal")),
      genres: labels(),
      countries: labels((text) => lineWithin(text, LABEL_MAX)),
    })
    .transform(({ badge, ...fields }) => ({
      ...fields,
      badges: knownBadges(fields.watchedOn === null ? badge : [...badge, "watched"]),
    }));
}

export type MovieEdit = z.output<ReturnType<typeof movieEdit>>;

/** The fields, as texts, of how good a film was and on which day it was watched. `now` is in ms since 1970. */
export function watchedFields({ now }: { now: number }) {
  return {
    ownRating: z.string().default("").transform(numberWithin(OWN_RATING_MAX, "own-rating-unreal")),
    watchedOn: z
      .string()
      .default("")
      .transform((text, ctx) => {
        const day = readPastDay(text, now);
        if (day === "date-unreal" || day === "date-to-come") addProblem(ctx, day);
        return day;
      }),
  };
}

/** Words that stand in one line, with commas between them. */
function labels(readOne = readLabel) {
  return z
    .string()
    .default("")
    .transform((text, ctx) => {
      const parts = text.split(/[,;\n]/, LABELS_MAX * 10).map(readOne);
      const words = [...new Set(parts.filter((part) => part !== null && part !== ""))] as string[];
      if (parts.includes(null)) addProblem(ctx, "label-too-long");
      if (words.length > LABELS_MAX) addProblem(ctx, "labels-too-many");
      return words;
    });
}

function readNote(text: string, ctx: z.RefinementCtx): string {
  const note = linesWithin(text, NOTE_MAX);
  if (note === null) addProblem(ctx, "note-too-long");
  return note ?? "";
}

function numberWithin(most: number, problem: Problem) {
  return (text: string, ctx: z.RefinementCtx): number | null => {
    const digits = tidyLine(text.slice(0, TEXT_MAX));
    if (digits === "") return null;
    const number = /^\d{1,6}$/.test(digits) ? Number(digits) : 0;
    if (number >= 1 && number <= most) return number;
    addProblem(ctx, problem);
    return null;
  };
}

const TEXT_MAX = 500;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * A day such as `2026-12-31`; null for a blank text, else its problem. Somewhere on Earth it may be tomorrow already, so
 * tomorrow (UTC) is accepted.
 */
export function readPastDay(text: string, now: number): string | null {
  const tidy = tidyLine(text);
  if (tidy === "") return null;
  const at = /^\d{4}-\d\d-\d\d$/.test(tidy) ? new Date(`${tidy}T00:00:00Z`) : null;
  // The 31st of June would become a day of July.
  if (!at || Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== tidy) return "date-unreal";
  if (at.getUTCFullYear() < FIRST_CINEMA) return "date-unreal";
  return at.getTime() > now + DAY_MS ? "date-to-come" : tidy;
}

/** When films were first shown. */
const FIRST_CINEMA = 1895;

function addProblem(ctx: z.RefinementCtx, problem: Problem): void {
  ctx.addIssue({ code: "custom", message: problem });
}
