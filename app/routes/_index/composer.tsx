import type { FormMetadata, useForm } from "@conform-to/react";
import { type ClipboardEvent, type MouseEvent, type RefObject, useState } from "react";
import { useWords } from "#app/copy/words.ts";
import { collectEntries, type Composer as Typed, composerProblems } from "#app/domain/composer.ts";
import type { LotteryForm } from "#app/domain/lottery-form.ts";
import { TextArea, TextField } from "#app/ui/field.tsx";

type Fields = ReturnType<typeof useForm<LotteryForm>>[1];

/** Where films are typed or pasted. "Add" is the form's first button, so Enter in any field presses it. */
export function Composer({
  form,
  fields,
  formElement,
  thisYear,
}: {
  form: FormMetadata<LotteryForm>;
  fields: Fields;
  formElement: RefObject<HTMLFormElement>;
  thisYear: number;
}) {
  const words = useWords();
  const [problems, setProblems] = useState<Partial<Record<keyof Typed, string>> | null>(null);
  const shown = (field: keyof Typed) => {
    if (!problems) return fields[field].errors;
    const problem = problems[field];
    return problem ? [problem] : undefined;
  };

  function add(extra = ""): void {
    const element = formElement.current;
    if (!element) return;
    const input = (name: keyof Typed) => element.elements.namedItem(name) as HTMLInputElement;
    const typed = { title: input("title").value, year: input("year").value, several: input("several").value };
    const { collected, left } = collectEntries({ ...typed, several: extra || typed.several }, thisYear);
    const adding = collected.length === 0;
    setProblems(composerProblems(left, { thisYear, adding }));
    if (collected.length > 0) {
      const current = fields.entries.getFieldList().map((entry) => textsOf(element, entry.name));
      form.update({ name: "entries", value: [...current, ...collected], validated: false });
    }
    input("title").value = left.title;
    input("year").value = left.year;
    input("several").value = extra ? typed.several : left.several;
    input("title").focus();
    element.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function onAdd(event: MouseEvent): void {
    event.preventDefault();
    add();
  }

  function onPaste(event: ClipboardEvent<HTMLElement>): void {
    const pasted = event.clipboardData.getData("text/plain");
    if (!/\n\s*\S/.test(pasted.trim())) return;
    event.preventDefault();
    add(pasted);
  }

  return (
    <fieldset className="composer" onPaste={onPasteInto("title", onPaste)}>
      <legend>{words("home.composer")}</legend>
      <TextField
        name="title"
        id="title"
        defaultValue={fields.title.initialValue}
        label={words("home.film")}
        hint={words("home.film-hint")}
        problems={shown("title")}
        enterKeyHint="done"
        className="composer-title"
      />
      <TextField
        name="year"
        id="year"
        defaultValue={fields.year.initialValue}
        label={words("home.year")}
        inputMode="numeric"
        problems={shown("year")}
        className="composer-year"
      />
      <button
        {...form.insert.getButtonProps({ name: "entries" })}
        className="button composer-add"
        onClick={onAdd}
      >
        {words("home.add")}
      </button>
      <details className="several" open={Boolean(fields.several.initialValue)}>
        <summary>{words("home.several")}</summary>
        <TextArea
          name="several"
          id="several"
          rows={5}
          defaultValue={fields.several.initialValue}
          label={words("home.several-label")}
          problems={shown("several")}
        />
        <button {...form.insert.getButtonProps({ name: "entries" })} className="button" onClick={onAdd}>
          {words("home.add")}
        </button>
      </details>
    </fieldset>
  );
}

/** Only a paste into this field is taken apart; the larger field is made for several lines. */
function onPasteInto(name: string, then: (event: ClipboardEvent<HTMLElement>) => void) {
  return (event: ClipboardEvent<HTMLElement>) => {
    if (event.target instanceof HTMLInputElement && event.target.name === name) then(event);
  };
}

function textsOf(form: HTMLFormElement, name: string) {
  const value = (field: string) => {
    const input = form.elements.namedItem(`${name}.${field}`);
    return input instanceof HTMLInputElement ? input.value : "";
  };
  return { title: value("title"), year: value("year"), poster: value("poster") };
}
