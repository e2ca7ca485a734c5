import { Form, useNavigation } from "@remix-run/react";
import { useRef } from "react";
import { useWords } from "#app/copy/words.ts";
import type { LibraryMovie } from "#app/domain/library.ts";
import type { Unsaved } from "#app/http/answer.ts";
import { AutoRetry } from "#app/ui/auto-retry.tsx";
import { DraftNote } from "#app/ui/draft-note.tsx";
import { TextArea } from "#app/ui/field.tsx";
import { useNotice } from "#app/ui/use-notice.ts";
import { useTextDraft } from "#app/ui/text-draft.ts";

export type Answer = { typed: string; problems: string[]; unsaved: Unsaved | null };

/** Changes the note of a movie. */
export function NoteForm({ movie, answer }: { movie: LibraryMovie; answer: Answer | undefined }) {
  const words = useWords();
  const busy = useNavigation().state === "submitting";
  const element = useRef<HTMLFormElement>(null);
  const draft = useTextDraft(`note-${movie.id}`, element, {
    saved: useNotice() === "note-changed",
    answer,
  });
  return (
    <Form method="post" noValidate ref={element} onInput={draft.keep}>
      {draft.restored ? <DraftNote discard={draft.discard} /> : null}
      <TextArea
        key={movie.note}
        name="note"
        id="note"
        rows={4}
        label={words("library.note")}
        hint={words("library.note-hint")}
        defaultValue={answer?.typed ?? movie.note}
        problems={answer?.problems}
      />
      <button className="button primary" aria-disabled={busy || undefined}>
        {words(busy ? "movie.saving" : "movie.save")}
      </button>
      {answer?.unsaved ? <AutoRetry answer={answer} /> : null}
    </Form>
  );
}
