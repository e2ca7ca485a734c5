import type { useForm } from "@conform-to/react";
import { type RefObject, useCallback, useEffect, useState } from "react";
import { rulesBy } from "#app/domain/hat/hat-rules.ts";
import type { LotteryInput } from "#app/domain/lottery/lottery-input.ts";
import { type Draft, readDraft, removeDraft, restoredKey, saveDraft } from "#app/ui/forms/draft-store.ts";
import { useKeepUnsure, useUnsure } from "#app/ui/forms/unsure.ts";

type Update = ReturnType<typeof useForm<LotteryInput>>[0]["update"];

/**
 * Keeps what is typed in this browser until the lottery is created, and puts it back into a form that nobody has
 * touched. In one that another app `shared` a film with, that film stands where the draft's own line would.
 */
export function useDraft(
  form: RefObject<HTMLFormElement>,
  update: Update,
  {
    shared,
    freshKey,
    busy,
    answer,
  }: {
    shared: string;
    freshKey: string;
    busy: boolean;
    answer: { unsaved: string | null } | undefined;
  },
) {
  const [restored, setRestored] = useState(false);
  const { unsure, inherit } = useUnsure(busy, answer);

  useEffect(() => {
    const draft = readDraft("lottery") as (LotteryInput & Draft) | null;
    const element = form.current;
    if (!draft || !element || isTouched(element, shared)) return;
    const { unsure: leftUnsure = true, ...texts } = draft;
    const value = shared ? madeRoom(texts, shared) : texts;
    update({ value: { ...value, submitKey: restoredKey(draft, freshKey) }, validated: false });
    for (const name of ["title", "year", "several"] as const) {
      (element.elements.namedItem(name) as HTMLInputElement).value = value[name] ?? "";
    }
    if (value.way) (element.elements.namedItem("way") as RadioNodeList).value = value.way;
    inherit(leftUnsure);
    setRestored(true);
    // Once, when the page opens.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);

  const keep = useCallback(() => {
    // After React has rendered what this event changed.
    requestAnimationFrame(() => {
      if (form.current) saveDraft("lottery", { ...textsOf(form.current), unsure });
    });
  }, [form, unsure]);
  useKeepUnsure(unsure, keep);

  const discard = useCallback(() => {
    removeDraft("lottery");
    location.assign("/");
  }, []);

  return { restored, keep, discard };
}

function isTouched(form: HTMLFormElement, shared: string): boolean {
  const { entries, title, name, year, several } = textsOf(form);
  return (entries?.length ?? 0) > 0 || title !== shared || [name, year, several].some(Boolean);
}

/** The draft with the shared film in the line; what was being typed there moves into the larger field. */
function madeRoom(draft: LotteryInput, shared: string): LotteryInput {
  const line = [draft.title, draft.year && `(${draft.year})`].filter(Boolean).join(" ");
  const several = [draft.several, line === shared ? "" : line].filter(Boolean).join("\n");
  return { ...draft, title: shared, year: "", several };
}

function textsOf(form: HTMLFormElement): LotteryInput {
  const fields = new FormData(form);
  const text = (name: string) => {
    const value = fields.get(name);
    return typeof value === "string" ? value : "";
  };
  const entries = [];
  for (let index = 0; fields.has(`entries[${index}].title`); index++) {
    const part = (name: string) => text(`entries[${index}].${name}`);
    entries.push({ title: part("title"), year: part("year"), poster: part("poster"), ref: part("ref") });
  }
  const [name, title, year, several] = [text("name"), text("title"), text("year"), text("several")];
  const way = text("way");
  return { submitKey: text("submitKey"), way, ...rulesBy(text), name, title, year, several, entries };
}
