import { Form } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { Alert } from "#app/ui/alert.tsx";
import { AutoRetry } from "#app/ui/forms/auto-retry.tsx";
import { PollTerms } from "#app/ui/lottery/poll-terms.tsx";
import { useTimeLeft } from "#app/ui/time-left.ts";
import { UnconfirmedNote } from "#app/ui/forms/unconfirmed-note.tsx";
import type { FormAnswer } from "./form-answer.ts";

/** What the host may still change; of a poll that is not known at the moment, what was typed. */
export function TermsForm({
  poll,
  answer,
}: {
  poll: {
    name: string | null;
    method: string;
    open: boolean;
    votes: number;
    endsAt: Date;
    now: number;
  } | null;
  answer: FormAnswer | undefined;
}) {
  const words = useWords();
  const left = useTimeLeft();
  const saved = poll && { name: poll.name ?? "", method: poll.method, hours: "", open: poll.open };
  const sent = answer?.typed ?? saved;
  if (!sent) return null;
  const keepsMethod = poll !== null && poll.votes > 0;
  const typed = keepsMethod ? { ...sent, method: poll.method, open: poll.open } : sent;
  return (
    <>
      {answer?.unsaved ? <UnconfirmedNote saved={answer.unsaved} /> : null}
      {answer?.voted ? <Alert>{words("poll.voted-meanwhile")}</Alert> : null}
      {poll ? <p>{words("poll.ends", { when: left(poll.endsAt.getTime(), poll.now) })}</p> : null}
      <Form method="post" className="poll-form" noValidate>
        <PollTerms
          key={String(answer?.voted)}
          typed={typed}
          problems={answer?.problems ?? {}}
          keepsMethod={keepsMethod}
          keepsEnd
        />
        <button className="button primary">{words("poll.save")}</button>
        {answer?.unsaved ? <AutoRetry answer={answer} /> : null}
      </Form>
    </>
  );
}

/** Ends the poll now. */
export function EndForm() {
  const words = useWords();
  return (
    <Form method="post" className="poll-end" aria-labelledby="poll-end">
      <h2 id="poll-end">{words("poll.end-title")}</h2>
      <p className="hint">{words("poll.end-text")}</p>
      <button name="form" value="end" className="button danger">
        {words("poll.end")}
      </button>
    </Form>
  );
}
