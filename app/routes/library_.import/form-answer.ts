import type { ImportProblem } from "#app/domain/importing/reading.ts";
import type { Unsaved } from "#app/http/answer.ts";

/** What the page needs to show the form again. A file cannot be sent back: of it there is only the name. */
export type Answer = {
  submitKey: string;
  text: string;
  fileName: string;
  problems: { text: ImportProblem | null; file: ImportProblem | null };
  unsaved: Unsaved | null;
  /** The key has imported something else before. */
  conflict: boolean;
};

const NO_PROBLEMS = { text: null, file: null };

/** The answer to a form as it was sent, with what is to be said about it. */
export function answerTo(
  sent: Pick<Answer, "submitKey" | "text" | "fileName">,
  said: Partial<Pick<Answer, "submitKey" | "problems" | "unsaved" | "conflict">>,
): Answer {
  return { problems: NO_PROBLEMS, unsaved: null, conflict: false, ...sent, ...said };
}

/** The answer when none came from the server. */
export function fallback(form: FormData): Answer {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value : "";
  };
  const file = form.get("file");
  const fileName = file instanceof File ? file.name : "";
  return answerTo({ submitKey: text("submitKey"), text: text("text"), fileName }, { unsaved: "unknown" });
}
