import { type RefObject, useCallback, useEffect, useState } from "react";
import { type Draft, readDraft, removeDraft, restoredKey, saveDraft } from "./draft-store.ts";
import { useKeepUnsure, useUnsure } from "./unsure.ts";

/**
 * Keeps the texts of a form in this browser, under this name, until a page comes that says they are `saved`. Puts them
 * back into a form that nobody has touched and no server has answered, and tells the `key` under which they are sent then.
 */
export function useTextDraft(
  name: string,
  form: RefObject<HTMLFormElement>,
  {
    saved,
    answer,
    freshKey = "",
    busy = false,
  }: {
    saved: boolean;
    answer: { unsaved: string | null } | undefined;
    freshKey?: string;
    /** Whether the form is under way. */
    busy?: boolean;
  },
) {
  const [restored, setRestored] = useState(false);
  const [key, setKey] = useState(freshKey);
  const { unsure, inherit } = useUnsure(busy, answer);

  const keep = useCallback(() => {
    const texts = textFieldsOf(form.current).map((field) => [field.name, field.value]);
    const sent = form.current?.elements.namedItem("submitKey");
    saveDraft(name, {
      ...Object.fromEntries(texts),
      submitKey: sent instanceof HTMLInputElement ? sent.value : "",
      unsure,
    });
  }, [name, form, unsure]);
  useKeepUnsure(unsure, keep);

  useEffect(() => {
    if (saved) removeDraft(name);
  }, [saved, name]);

  useEffect(() => {
    const draft = readDraft(name) as (Record<string, string> & Draft) | null;
    const fields = textFieldsOf(form.current);
    if (saved || answer || !draft || fields.some(isTouched)) return;
    for (const field of fields) field.value = draft[field.name] ?? "";
    if (!fields.some(isTouched)) return;
    setKey(restoredKey(draft, freshKey));
    inherit(draft.unsure ?? true);
    setRestored(true);
    // Once, when the form opens.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);

  const discard = useCallback(() => {
    removeDraft(name);
    form.current?.reset();
    setRestored(false);
    textFieldsOf(form.current)[0]?.focus();
  }, [name, form]);

  return { restored, key, keep, discard };
}

type TextField = HTMLInputElement | HTMLTextAreaElement;

function textFieldsOf(form: HTMLFormElement | null): TextField[] {
  return [...(form?.querySelectorAll<TextField>("input[type=text], textarea") ?? [])];
}

function isTouched(field: TextField): boolean {
  return field.value !== field.defaultValue;
}
