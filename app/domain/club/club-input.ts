import * as z from "zod";
import { CLUB_NAME_MAX, FIRST_NAME_MAX, INVITE_DAYS, INVITE_USES } from "./club.ts";
import { formShape, hidden, KEY, TYPED } from "../form-shape.ts";
import type { Problem } from "../problem.ts";
import { lineWithin } from "../text.ts";

/** The forms of the club's page: its name, one's own, an invite, its end, and a recovery link. */
export const CLUB_SHAPE = formShape({
  form: hidden(20),
  submitKey: KEY,
  name: TYPED,
  firstName: TYPED,
  uses: hidden(10),
  days: hidden(10),
  invite: hidden(36),
});

/** Of the page that asks before a club is deleted. */
export const CLUB_DELETION_SHAPE = formShape({ sure: hidden(10) });

/** What names a club; blank takes its name away. */
export function clubNameInput() {
  return z.object({ name: line(CLUB_NAME_MAX, "club-name-too-long") });
}

/** What a person is called. */
export function firstNameInput() {
  return z.object({ firstName: line(FIRST_NAME_MAX, "first-name-too-long") });
}

/** What makes an invite. Its choices come from the page. */
export const INVITE_INPUT = z.object({
  submitKey: z.uuid(),
  uses: z.coerce.number().pipe(z.literal(INVITE_USES)),
  days: z.coerce.number().pipe(z.literal(INVITE_DAYS)),
});

export const RECOVERY_INPUT = z.object({ submitKey: z.uuid() });

export const REVOCATION_INPUT = z.object({ invite: z.uuid() });

export const JOIN_SHAPE = formShape({ firstName: TYPED });

function line(max: number, problem: Problem) {
  return z
    .string()
    .default("")
    .transform((text, ctx) => {
      const line = lineWithin(text, max);
      if (line === null) ctx.addIssue({ code: "custom", message: problem });
      return line ?? "";
    });
}
