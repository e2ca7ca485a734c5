import type { Unsaved } from "#app/http/answer.ts";

/** What the page needs to show a form again: what it said, what is wrong with it, and whether it may be saved. */
export type Answer = {
  sent: Readonly<Record<string, string>>;
  problems: Record<string, string[]>;
  unsaved: Unsaved | null;
};

/** The answer to a form as it was sent, with what is to be said about it. */
export function answerTo(
  form: URLSearchParams | FormData,
  said: Partial<Pick<Answer, "problems" | "unsaved">>,
): Answer {
  const texts = [...form].filter((field): field is [string, string] => typeof field[1] === "string");
  return { sent: Object.fromEntries(texts), problems: {}, unsaved: null, ...said };
}
