import { type RefObject, useCallback, useEffect, useState } from "react";
import { readDraft, removeDraft, saveDraft } from "./draft-store.ts";

type Draft = Record<string, string> & { submitKey: string };

/**
 * Keeps the texts of a form in this browser, under this name, until a page comes that says they are `saved`. Puts them
 * back into a form that nobody has touched and no server has `answered`; the submit key is handed to `onRestore`.
 */
export function useTextDraft(
  name: string,
  form: RefObject<HTMLFormElement>,
  {
    saved,
    answered,
    onRestore = () => {},
  }: { saved: boolean; answered: boolean; onRestore?: (submitKey: string) => void },
) {
  const [restored, setRestored] = useState(false);

  useEffect(() => {
    if (saved) removeDraft(name);
  }, [saved, name]);

  useEffect(() => {
    const draft = readDraft(name) as Draft | null;
    const fields = textFieldsOf(form.current);
    if (saved || answered || !draft || fields.some(isTouched)) return;
    for (const field of fields) field.value = draft[field.name] ?? "";
    if (!fields.some(isTouched)) return;
    onRestore(draft.submitKey);
    setRestored(true);
    // Once, when the form opens.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);

  const keep = useCallback(() => {
    const texts = textFieldsOf(form.current).map((field) => [field.name, field.value]);
    const key = form.current?.elements.namedItem("submitKey");
    saveDraft(name, {
      ...Object.fromEntries(texts),
      submitKey: key instanceof HTMLInputElement ? key.value : "",
    });
  }, [name, form]);

  const discard = useCallback(() => {
    removeDraft(name);
    form.current?.reset();
    setRestored(false);
    textFieldsOf(form.current)[0]?.focus();
  }, [name, form]);

  return { restored, keep, discard };
}

type TextField = HTMLInputElement | HTMLTextAreaElement;

function textFieldsOf(form: HTMLFormElement | null): TextField[] {
  return [...(form?.querySelectorAll<TextField>("input[type=text], textarea") ?? [])];
}

function isTouched(field: TextField): boolean {
  return field.value !== field.defaultValue;
}
