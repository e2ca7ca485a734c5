import { POLL_HOURS_USUAL } from "#app/domain/poll/poll.ts";
import type { NamesProblem } from "#app/domain/poll/poll-voters.ts";
import type { Unsaved } from "#app/http/answer.ts";
import type { TypedTerms } from "#app/ui/lottery/poll-terms.tsx";

/** A form that comes back, with the films that it was sent with. */
export type FormAnswer = {
  typed: TypedTerms;
  lottery: string | null;
  movies: string[];
  submitKey: string;
  /** The names of those who vote, one a line. */
  names: string;
  problems: Record<string, string[]>;
  namesProblem: NamesProblem | null;
  unsaved: Unsaved | null;
  /** `made-before`: this form made a poll before, with other answers. `films-gone`: one of its films was removed. */
  trouble: "made-before" | "films-gone" | null;
};

/** What is chosen when nobody chooses. */
export const USUAL: TypedTerms = {
  name: "",
  method: "approval",
  hours: String(POLL_HOURS_USUAL),
  open: false,
};

/** The form as it was sent, with what is to be said of it. */
export function answerTo(form: URLSearchParams | FormData, about: Partial<FormAnswer>): FormAnswer {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value : "";
  };
  const movies = [...form].flatMap(([name, value]) =>
    name === "movie" && typeof value === "string" ? [value] : [],
  );
  const typed = { name: text("name"), method: text("method"), hours: text("hours"), open: form.has("open") };
  return {
    typed,
    lottery: text("lottery") || null,
    movies,
    submitKey: text("submitKey"),
    names: text("names"),
    problems: {},
    namesProblem: null,
    unsaved: null,
    trouble: null,
    ...about,
  };
}
