import * as z from "zod";
import { formShape, hidden, TYPED } from "../form-shape.ts";
import { REASON_MAX, WORD_MAX } from "../lottery/lottery.ts";
import type { Problem } from "../problem.ts";
import { lineWithin } from "../text.ts";

export const DRAW_SHAPE = formShape({ number: hidden(20), word: TYPED, view: hidden(20) });

/** What a draw needs: the number of the draw that the page offered, and a word that the visitor may add. */
export function drawInput() {
  return z.object({
    number: z.coerce.number().int().min(1).max(NUMBER_MAX).optional().catch(undefined),
    word: z
      .string()
      .default("")
      .transform((text, ctx) => lineWithin(text, WORD_MAX) ?? refused(ctx, "word-too-long")),
  });
}

export const REDRAW_SHAPE = formShape({ number: hidden(20), reason: TYPED, leaveOut: hidden(20) });

/** What it takes to draw again: the reason, and whether the films drawn so far are left out. */
export function redrawInput() {
  return z.object({
    number: z.coerce.number().int().min(2).max(NUMBER_MAX),
    reason: z
      .string()
      .default("")
      .transform((text, ctx) => {
        const reason = lineWithin(text, REASON_MAX);
        if (reason === null) return refused(ctx, "reason-too-long");
        return reason || refused(ctx, "reason-blank");
      }),
    leaveOut: z
      .string()
      .optional()
      .transform((value) => value === "on"),
  });
}

/** Above the number of draws of any lottery, also of those that earlier releases let go on for longer. */
const NUMBER_MAX = 1_000_000;

function refused(ctx: z.RefinementCtx, problem: Problem): never {
  ctx.addIssue({ code: "custom", message: problem });
  return z.NEVER;
}

/** The number of a draw that a link asks for; null for none, and for what is no such number. */
export function readDrawNumber(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,3}$/.test(text) ? Number(text) : null;
}
