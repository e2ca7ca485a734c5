import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { parse } from "@conform-to/dom";
import { Form, useNavigation } from "@remix-run/react";
import { useRef, useState } from "react";
import { useWords } from "#app/copy/words.ts";
import type { Found } from "#app/domain/film/found-movie.ts";
import type { LotteryInput } from "#app/domain/lottery/lottery-input.ts";
import { ENTRIES_MAX } from "#app/domain/lottery/lottery.ts";
import { repeats } from "#app/domain/film/movie.ts";
import { posterDesigns } from "#app/domain/posters/poster-list.ts";
import { paths } from "#app/paths.ts";
import { AutoRetry } from "#app/ui/forms/auto-retry.tsx";
import { DraftNote } from "#app/ui/forms/draft-note.tsx";
import { Problems } from "#app/ui/forms/field.tsx";
import { onEnter, useKeepFocus } from "./keyboard.ts";
import { useAddTyped } from "./use-add-typed.ts";
import { ComposerFields } from "./composer-fields.tsx";
import { useDraft } from "./draft.ts";
import { EveningName } from "./evening-name.tsx";
import { EntryTicket, nameOf, shownOf } from "./entry-ticket.tsx";
import { CreateWords, Ways } from "./ways.tsx";

/** The form that creates a lottery. Every button is a submit button, so all of it works without JavaScript. */
export function LotteryForm({
  submitKey,
  answer,
  shared = "",
  thisYear,
}: {
  submitKey: string;
  /** The result of the last submit; its reply is null when the server did not answer. */
  answer: { reply: SubmissionResult | null; unsaved: string | null; found: Found | null } | undefined;
  /** What another app shared, to be looked up. */
  shared?: string;
  thisYear: number;
}) {
  const words = useWords();
  const reply = answer?.reply ?? undefined;
  const { formAction, formData } = useNavigation();
  const busy = formAction?.startsWith("/?index") ?? false;
  const creating = busy && !formData?.has("find");
  // The first page's key stays: new ones come when data is loaded again, but this is still the same submit.
  const [key] = useState(submitKey);
  const lottery = useForm<LotteryInput>({
    id: "lottery",
    lastResult: reply,
    defaultValue: { submitKey: key, title: shared },
    // Without a schema: the buttons of the list work at once, and only the server judges the form.
    onValidate: ({ formData }) => parse(formData, { resolve: (value) => ({ value: value as LotteryInput }) }),
  });
  const [form, fields] = lottery;
  const element = useRef<HTMLFormElement>(null);
  const draft = useDraft(element, form.update, { shared, freshKey: key, busy, answer });
  const addTyped = useAddTyped(lottery, element, thisYear);
  const entries = fields.entries.getFieldList();
  const count = entries.length;
  const namesakes = repeats(entries.map(nameOf));
  const designs = posterDesigns(entries.map(shownOf), ENTRIES_MAX);
  useKeepFocus(count, element);
  return (
    <Form
      {...getFormProps(form)}
      ref={element}
      method="post"
      action={paths.createLottery}
      className="lottery-form"
      noValidate
      onInput={draft.keep}
      onKeyDown={(event) => onEnter(event, () => addTyped.collect({ adding: true }))}
    >
      {/* What Enter presses where no script runs: the form's first button. */}
      <button name="enter" value="1" className="unseen" tabIndex={-1} aria-hidden="true" />
      <input
        type="hidden"
        name="submitKey"
        value={fields.submitKey.value ?? fields.submitKey.initialValue ?? key}
      />
      {draft.restored ? <DraftNote discard={draft.discard} /> : null}
      <Ways fields={fields} />
      <ComposerFields form={form} fields={fields} addTyped={addTyped} found={answer?.found ?? null} />
      <section className="hat" aria-labelledby="hat-title">
        <h2 id="hat-title">{words("home.entries")}</h2>
        <p className="hat-count" role="status" data-empty={count === 0 || undefined}>
          {words("home.entries-count", { count, max: ENTRIES_MAX })}
        </p>
        {count === 0 ? <p className="hat-empty">{words("home.entries-empty")}</p> : null}
        <ol className="tickets">
          {entries.map((entry, index) => (
            <EntryTicket
              key={entry.key}
              entry={entry}
              index={index}
              namesake={namesakes[index]}
              design={designs[index]}
              remove={{
                ...form.remove.getButtonProps({ name: fields.entries.name, index }),
                onClick: draft.keep,
              }}
            />
          ))}
        </ol>
      </section>
      <section className="lottery-finish">
        <EveningName field={fields.name} />
        {reply?.status === "error" && reply.error && Object.keys(reply.error).length > 0 ? (
          <div className="problems" role="alert">
            {words("home.errors")} <Problems id="entries-problems" problems={fields.entries.errors} />
          </div>
        ) : null}
        <button
          className="button primary large"
          aria-disabled={busy || undefined}
          onClick={() => addTyped.collect({ adding: false })}
        >
          {creating ? words("home.creating") : <CreateWords />}
        </button>
        {answer?.unsaved ? <AutoRetry answer={answer} /> : null}
      </section>
    </Form>
  );
}
