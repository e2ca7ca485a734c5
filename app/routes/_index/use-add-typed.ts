import type { useForm } from "@conform-to/react";
import { type RefObject, useState } from "react";
import { flushSync } from "react-dom";
import {
  collectEntries,
  type Composer,
  composerProblems,
  type EntryText,
  LIST_MAX,
} from "#app/domain/lottery/composer.ts";
import type { LotteryInput } from "#app/domain/lottery/lottery-input.ts";

type Form = ReturnType<typeof useForm<LotteryInput>>;

/** Moves what is typed above the list into it, in the browser, as the server does with a posted form. */
export function useAddTyped([form, fields]: Form, element: RefObject<HTMLFormElement>, thisYear: number) {
  const [problems, setProblems] = useState<Partial<Record<keyof Composer, string>> | null>(null);

  /** Moves what is typed; `pasted` stands in for the text of the larger field. */
  function collect({ adding, pasted = "" }: { adding: boolean; pasted?: string }): void {
    const typedIn = element.current;
    if (!typedIn) return;
    const input = (name: keyof Composer) => typedIn.elements.namedItem(name) as HTMLInputElement;
    const typed = { title: input("title").value, year: input("year").value, several: input("several").value };
    const current = fields.entries.getFieldList().map((entry) => textsOf(typedIn, entry.name));
    const room = LIST_MAX - current.length;
    const several = pasted || typed.several;
    const { collected, left } = collectEntries({ ...typed, several }, { thisYear, room });
    setProblems(
      composerProblems(left, {
        thisYear,
        room: room - collected.length,
        adding: adding && collected.length === 0,
      }),
    );
    if (collected.length > 0) {
      // At once, because this very click may send the form.
      flushSync(() => form.update({ name: "entries", value: [...current, ...collected], validated: false }));
    }
    input("title").value = left.title;
    input("year").value = left.year;
    // A pasted list that does not fit stays in the larger field, where it can be seen.
    const waiting = pasted ? [typed.several, left.several].filter(Boolean).join("\n") : left.several;
    input("several").value = waiting;
    if (waiting) input("several").closest("details")!.open = true;
    typedIn.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Puts a film that was found into the list, and removes what was typed to find it. */
  function pick(entry: EntryText): void {
    const typedIn = element.current;
    if (!typedIn) return;
    const current = fields.entries.getFieldList().map((each) => textsOf(typedIn, each.name));
    setProblems(null);
    form.update({ name: "entries", value: [...current, entry], validated: false });
    for (const name of ["title", "year"]) (typedIn.elements.namedItem(name) as HTMLInputElement).value = "";
    typedIn.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function problemsOf(field: keyof Composer): string[] | undefined {
    if (!problems) return fields[field].errors;
    const problem = problems[field];
    return problem ? [problem] : undefined;
  }

  return { collect, pick, problemsOf };
}

function textsOf(form: HTMLFormElement, name: string) {
  const value = (field: string) => {
    const input = form.elements.namedItem(`${name}.${field}`);
    const typed = input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement;
    return typed ? input.value : "";
  };
  return { title: value("title"), year: value("year"), poster: value("poster"), ref: value("ref") };
}
