import type { Unsaved } from "#app/http/answer.ts";

const FORMS = ["name", "me", "invite", "revoke", "recovery"] as const;

/** Which form of the page was sent. */
export type FormName = (typeof FORMS)[number];

/** What the page needs to show the form again that was sent, or the link that it made. */
export type Answer = {
  form: FormName;
  typed: Record<string, string>;
  problems: string[];
  unsaved: Unsaved | null;
  /** Why there is no link, although all was well with the form. */
  trouble: "full" | "conflict" | null;
  /** The link with its QR code, the only time that it is shown. */
  made: { link: string; qr: string } | null;
};

/** The name of a form, or null when there is no such form. */
export function formNamed(name: FormDataEntryValue | null): FormName | null {
  return FORMS.find((each) => each === name) ?? null;
}

/** The answer to a form as it was sent, with what is to be said about it. */
export function answerTo(
  form: FormName,
  fields: URLSearchParams | FormData,
  said: Partial<Answer> = {},
): Answer {
  const texts = [...fields].filter((field): field is [string, string] => typeof field[1] === "string");
  const typed = Object.fromEntries(texts);
  return { form, typed, problems: [], unsaved: null, trouble: null, made: null, ...said };
}
