import type { NamesProblem } from "#app/domain/poll/poll-voters.ts";
import type { Unsaved } from "#app/http/answer.ts";
import type { TypedTerms } from "#app/ui/lottery/poll-terms.tsx";

/** A form that comes back: that of what the host decides, or that of names. */
export type FormAnswer = {
  form: "terms" | "names";
  typed: TypedTerms;
  names: string;
  problems: Record<string, string[]>;
  namesProblem: NamesProblem | null;
  unsaved: Unsaved | null;
  /** Whether somebody has voted, so that how people vote, or who does, stays as it is. */
  voted: boolean;
};

/** The form as it was sent, with what is to be said of it. */
export function answerTo(form: URLSearchParams | FormData, about: Partial<FormAnswer>): FormAnswer {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value : "";
  };
  const typed = { name: text("name"), method: text("method"), hours: text("hours"), open: form.has("open") };
  return {
    form: form.has("names") ? "names" : "terms",
    typed,
    names: text("names"),
    problems: {},
    namesProblem: null,
    unsaved: null,
    voted: false,
    ...about,
  };
}
