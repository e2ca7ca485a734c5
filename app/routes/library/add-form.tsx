import { useForm, getFormProps } from "@conform-to/react";
import { Form, useLocation, useNavigation } from "@remix-run/react";
import { useRef } from "react";
import { useWords } from "#app/copy/words.ts";
import type { MovieInput } from "#app/domain/film/movie-input.ts";
import { paths } from "#app/paths.ts";
import { AutoRetry } from "#app/ui/forms/auto-retry.tsx";
import { DraftNote } from "#app/ui/forms/draft-note.tsx";
import { TextArea, TextField } from "#app/ui/forms/field.tsx";
import { FoundMovies } from "#app/ui/film/found-movies.tsx";
import { TitleField } from "#app/ui/forms/title-field.tsx";
import { useNotice } from "#app/ui/use-notice.ts";
import { useTextDraft } from "#app/ui/forms/text-draft.ts";
import { putIntoFields } from "#app/ui/film/whole-film.ts";
import type { Answer } from "./form-answer.ts";

/** Adds a movie. What the server sent back after a problem is drawn again, submit key included. `open` from the start. */
export function AddForm({
  submitKey,
  answer,
  open,
}: {
  submitKey: string;
  answer: Answer | undefined;
  open: boolean;
}) {
  const words = useWords();
  const reply = answer?.reply ?? undefined;
  const busy = useNavigation().formData?.get("form") === "add";
  const [form, fields] = useForm<MovieInput>({ id: "add", lastResult: reply });
  const element = useRef<HTMLFormElement>(null);
  const notice = useNotice()?.id;
  const saved = notice === "movie-added" || notice === "movie-again";
  const draft = useTextDraft("add", element, {
    saved,
    answer,
    freshKey: submitKey,
    busy,
  });
  const action = `${paths.library}${useLocation().search}`;
  const faulty = reply?.status === "error" && Object.keys(reply.error ?? {}).length > 0;
  return (
    // Whoever has added one may have more.
    <details className="panel" open={open || saved || draft.restored || answer !== undefined}>
      <summary>
        <h2>{words("library.add")}</h2>
      </summary>
      <Form
        {...getFormProps(form)}
        ref={element}
        onInput={draft.keep}
        method="post"
        action={action}
        className="add-form"
        noValidate
      >
        {draft.restored ? <DraftNote discard={draft.discard} /> : null}
        <input type="hidden" name="form" value="add" />
        <input type="hidden" name="submitKey" value={fields.submitKey.initialValue ?? draft.key} />
        <input type="hidden" name="ref" defaultValue={fields.ref.initialValue} />
        <TitleField
          name="title"
          id="title"
          label={words("home.film")}
          defaultValue={fields.title.initialValue}
          problems={fields.title.errors}
          pick={(entry) => putIntoFields(element.current, entry)}
        />
        <TextField
          name="year"
          id="year"
          inputMode="numeric"
          label={words("home.year")}
          defaultValue={fields.year.initialValue}
          problems={fields.year.errors}
        />
        <TextArea
          name="note"
          id="note"
          rows={2}
          label={
            <>
              {words("library.note")} <span className="optional">{words("home.optional")}</span>
            </>
          }
          hint={words("library.note-hint")}
          defaultValue={fields.note.initialValue}
          problems={fields.note.errors}
          className="whole-row"
        />
        <details className="whole-row" open={Boolean(fields.poster.initialValue || fields.poster.errors)}>
          <summary>{words("home.poster")}</summary>
          <TextField
            name="poster"
            id="poster"
            inputMode="url"
            label={words("home.entry-poster")}
            defaultValue={fields.poster.initialValue}
            problems={fields.poster.errors}
          />
        </details>
        {faulty ? (
          <p className="problems whole-row" role="alert">
            {words("library.errors")}
          </p>
        ) : null}
        <button className="button primary composer-add" aria-disabled={busy || undefined}>
          {words(busy ? "library.adding" : "library.add-button")}
        </button>
        {/* After the other, which Enter presses. */}
        <button name="find" value="1" formAction={`${action}#found`} className="button composer-find">
          {words("find.button")}
        </button>
        {answer?.found ? <FoundMovies found={answer.found} action={action} /> : null}
        {answer?.unsaved && answer.unsaved !== "no-cookie" ? <AutoRetry answer={answer} /> : null}
      </Form>
    </details>
  );
}
