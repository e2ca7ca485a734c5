import * as z from "zod";
import { formShape, hidden, KEY, TYPED } from "../form-shape.ts";
import { ENTRIES_MAX, ID_LENGTH, isId, isLotteryId, NAME_MAX } from "../lottery/lottery.ts";
import { POLL_HOURS } from "./poll.ts";
import { METHODS } from "./poll-method.ts";
import type { Problem } from "../problem.ts";
import { lineWithin } from "../text.ts";

const TERMS = { name: TYPED, method: hidden(20), hours: hidden(10), open: hidden(10) };

/** What makes a poll of films of the library or of a lottery. */
export const NEW_POLL_SHAPE = formShape({
  ...TERMS,
  submitKey: KEY,
  lottery: hidden(ID_LENGTH),
  movie: hidden(ID_LENGTH, ENTRIES_MAX),
  names: TYPED,
});

/** What changes a poll or ends it, and what changes the list of those who vote by name. */
export const POLL_SETTINGS_SHAPE = formShape({
  ...TERMS,
  form: hidden(20),
  names: TYPED,
  voter: hidden(36),
  links: hidden(10),
});

/** What a host decides about a poll; `hours` is null for "as it is". Its choices come from the page. */
export function pollTerms() {
  return z.object({
    name: z
      .string()
      .default("")
      .transform((text, ctx) => {
        const name = lineWithin(text, NAME_MAX);
        if (name === null) ctx.addIssue({ code: "custom", message: "name-too-long" satisfies Problem });
        return name || null;
      }),
    method: z.enum(METHODS),
    open: z
      .string()
      .optional()
      .transform((value) => value === "on"),
    hours: z
      .string()
      .default("")
      .transform((text) => (text === "" ? null : Number(text)))
      .pipe(z.literal(POLL_HOURS).nullable()),
  });
}

/** The films that a poll is to be made of; null for what no page of ours asks for. */
export function pollFilmsIn(
  form: Pick<URLSearchParams, "get" | "getAll">,
): { from: "lottery"; lotteryId: string } | { from: "library"; movieIds: string[] } | null {
  const lotteryId = form.get("lottery");
  if (lotteryId) return isLotteryId(lotteryId) ? { from: "lottery", lotteryId } : null;
  return { from: "library", movieIds: [...new Set(form.getAll("movie"))].filter(isId).toSorted() };
}
