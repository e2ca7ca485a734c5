import type { EntryText } from "#app/domain/lottery/composer.ts";
import { paths } from "#app/paths.ts";

/**
 * Tells the app that a film was chosen from a list, whose lines say less of it than there is to know: the app asks its
 * provider now, and saves all of it when the form is sent. Nobody waits for that, and nothing depends on it.
 */
export function announceChoice({ ref }: { ref: string }): void {
  if (ref) fetch(paths.find(new URLSearchParams({ ref }).toString())).catch(() => undefined);
}

/** Puts a film that was chosen into the fields of a form, which is sent later. */
export function putIntoFields(form: HTMLFormElement | null, entry: EntryText): void {
  announceChoice(entry);
  for (const [name, value] of Object.entries(entry)) {
    const field = form?.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value;
  }
  form?.dispatchEvent(new Event("input", { bubbles: true }));
}
