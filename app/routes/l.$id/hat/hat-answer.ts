import type { Found } from "#app/domain/film/found-movie.ts";
import type { FieldProblems, HatForm } from "#app/domain/hat/hat-input.ts";
import type { Unsaved } from "#app/http/answer.ts";

/** Why nothing was changed although the form was right. */
export type Refused = "shut" | "barred" | "over-cap" | "full" | "key-reused" | "gone" | "taken" | "too-few";

/** What a page needs to show one of its forms again. */
export type HatAnswer = {
  form: HatForm;
  /** Everything that was sent. */
  typed: Readonly<Partial<Record<string, string>>>;
  problems: FieldProblems;
  refused: Refused | null;
  unsaved: Unsaved | null;
  found: Found | null;
};

/** The answer to a form that came back, with everything typed in it. */
export function answerTo(
  form: HatForm,
  fields: Iterable<[string, unknown]>,
  about: Partial<HatAnswer>,
): HatAnswer {
  const texts = [...fields].filter((field): field is [string, string] => typeof field[1] === "string");
  const typed: HatAnswer["typed"] = Object.fromEntries(texts);
  return { form, typed, problems: {}, refused: null, unsaved: null, found: null, ...about };
}
