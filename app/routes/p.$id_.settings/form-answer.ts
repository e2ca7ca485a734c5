import type { Unsaved } from "#app/http/answer.ts";
import type { TypedTerms } from "#app/ui/poll-terms.tsx";

/** A form that comes back. */
export type FormAnswer = {
  typed: TypedTerms;
  problems: Record<string, string[]>;
  unsaved: Unsaved | null;
  /** Whether somebody has voted meanwhile, so that how people vote stays as it is. */
  voted: boolean;
};

/** The form as it was sent, with what is to be said of it. */
export function answerTo(form: URLSearchParams | FormData, about: Partial<FormAnswer>): FormAnswer {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value : "";
  };
  const typed = { name: text("name"), method: text("method"), hours: text("hours"), open: form.has("open") };
  return { typed, problems: {}, unsaved: null, voted: false, ...about };
}
