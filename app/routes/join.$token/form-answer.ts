import type { Unwelcome } from "#app/domain/club/club.ts";
import type { Unsaved } from "#app/http/answer.ts";

/** What the page needs to show its form again, or why nobody was let in. */
export type Answer = {
  firstName: string;
  problems: string[];
  unsaved: Unsaved | null;
  refused: Unwelcome | null;
};

/** The answer to the form as it was sent, with what is to be said about it. */
export function answerTo(form: URLSearchParams | FormData, said: Partial<Answer>): Answer {
  const firstName = form.get("firstName");
  return {
    firstName: typeof firstName === "string" ? firstName : "",
    problems: [],
    unsaved: null,
    refused: null,
    ...said,
  };
}
