import type { FormMetadata, useForm } from "@conform-to/react";
import { type ClipboardEvent, useState } from "react";
import { useWords } from "#app/copy/words.ts";
import type { EntryText } from "#app/domain/lottery/composer.ts";
import type { Found } from "#app/domain/film/found-movie.ts";
import type { LotteryInput } from "#app/domain/lottery/lottery-input.ts";
import { TextArea, TextField } from "#app/ui/forms/field.tsx";
import { paths } from "#app/paths.ts";
import { FoundMovies } from "#app/ui/film/found-movies.tsx";
import { announceChoice } from "#app/ui/film/whole-film.ts";
import { TitleField } from "#app/ui/forms/title-field.tsx";
import type { useAddTyped } from "./use-add-typed.ts";

type Fields = ReturnType<typeof useForm<LotteryInput>>[1];

/** Where films are typed or pasted. */
export function ComposerFields({
  form,
  fields,
  addTyped: { collect, pick, problemsOf },
  found,
}: {
  form: FormMetadata<LotteryInput>;
  fields: Fields;
  addTyped: ReturnType<typeof useAddTyped>;
  found: Found | null;
}) {
  const words = useWords();
  const [used, setUsed] = useState<Found | null>(null);

  function add(event: { preventDefault: () => void }, pasted?: string): void {
    event.preventDefault();
    collect({ adding: true, pasted });
    document.getElementById("title")?.focus();
  }

  function onPaste(event: ClipboardEvent<HTMLElement>): void {
    const pasted = event.clipboardData.getData("text/plain");
    if (!/\n\s*\S/.test(pasted.trim())) return;
    add(event, pasted);
  }

  function take(entry: EntryText): void {
    announceChoice(entry);
    pick(entry);
    setUsed(found);
    document.getElementById("title")?.focus();
  }

  return (
    <fieldset className="composer" onPaste={onPasteInto("title", onPaste)}>
      <legend>{words("home.composer")}</legend>
      <TitleField
        name="title"
        id="title"
        defaultValue={fields.title.initialValue}
        label={words("home.film")}
        hint={words("home.film-hint")}
        problems={problemsOf("title")}
        enterKeyHint="done"
        pick={take}
        addTyped={() => collect({ adding: true })}
      />
      <TextField
        name="year"
        id="year"
        defaultValue={fields.year.initialValue}
        label={words("home.year")}
        inputMode="numeric"
        problems={problemsOf("year")}
      />
      <button
        {...form.insert.getButtonProps({ name: "entries" })}
        className="button composer-add"
        onClick={add}
      >
        {words("home.add")}
      </button>
      <button
        name="find"
        value="1"
        formAction={`${paths.createLottery}#found`}
        className="button composer-find"
      >
        {words("find.button")}
      </button>
      {found && found !== used ? (
        <FoundMovies found={found} action={paths.createLottery} take={take} />
      ) : null}
      <details className="composer-several" open={Boolean(fields.several.initialValue)}>
        <summary>{words("home.several")}</summary>
        <TextArea
          name="several"
          id="several"
          rows={5}
          defaultValue={fields.several.initialValue}
          label={words("home.several-label")}
          problems={problemsOf("several")}
        />
        <button {...form.insert.getButtonProps({ name: "entries" })} className="button" onClick={add}>
          {words("home.add")}
        </button>
      </details>
    </fieldset>
  );
}

/** Only a paste into this field goes into the list at once; the larger field is made for several lines. */
function onPasteInto(name: string, then: (event: ClipboardEvent<HTMLElement>) => void) {
  return (event: ClipboardEvent<HTMLElement>) => {
    if (event.target instanceof HTMLInputElement && event.target.name === name) then(event);
  };
}
