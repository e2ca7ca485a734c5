import type { SubmissionResult } from "@conform-to/react";
import type { Found } from "#app/domain/film/found-movie.ts";
import type { Problem } from "#app/domain/problem.ts";
import { readTicked, type Ticked } from "#app/domain/library/ticked.ts";
import type { Unsaved } from "#app/http/answer.ts";

/** What the page needs to show a form again: the answer to the add form, or the result for the ticked movies. */
export type Answer = {
  reply: SubmissionResult | null;
  unsaved: Unsaved | null;
  conflict: boolean;
  /** The films that may be meant by what is typed. */
  found: Found | null;
  ticked: (Ticked & { problem: Problem | "gone" | null; submitKey: string }) | null;
};

export const NOTHING: Answer = { reply: null, unsaved: null, conflict: false, found: null, ticked: null };

/** The answer when none came from the server; null for a form that stands on another page. */
export function fallback(form: FormData): Answer | null {
  const unsaved = { ...NOTHING, unsaved: "unknown" } as const;
  if (form.get("form") === "add") return unsaved;
  const asked = form.get("form") === "lottery" ? readTicked(form) : null;
  if (!asked) return null;
  const submitKey = form.get("submitKey");
  return {
    ...unsaved,
    ticked: { ...asked.ticked, problem: null, submitKey: typeof submitKey === "string" ? submitKey : "" },
  };
}
