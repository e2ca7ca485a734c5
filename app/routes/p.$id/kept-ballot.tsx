import { Form } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { AutoRetry } from "#app/ui/forms/auto-retry.tsx";
import { Retry } from "#app/ui/forms/retry.tsx";
import { UnconfirmedNote } from "#app/ui/forms/unconfirmed-note.tsx";
import type { VoteAnswer } from "./vote-answer.ts";

/** Where nothing is known of the poll at the moment: a vote that was sent is kept, and can be sent again. */
export function KeptBallot({ answer }: { answer: VoteAnswer | undefined }) {
  const words = useWords();
  if (!answer) {
    return (
      <section className="message-page">
        <h1>{words("error.away.title")}</h1>
        <p>{words("error.away.text")}</p>
        <Retry />
      </section>
    );
  }
  const { ticked, unsaved, submitKey, method, voter } = answer;
  return (
    <section className="message-page">
      <h1>{words("poll.title")}</h1>
      <UnconfirmedNote saved={unsaved ?? "unknown"} />
      <Form method="post" className="message-again">
        <input type="hidden" name="submitKey" value={submitKey} />
        <input type="hidden" name="method" value={method} />
        {voter ? <input type="hidden" name="voter" value={voter} /> : null}
        {ticked.films.map((position) => (
          <input key={position} type="hidden" name="film" value={position} />
        ))}
        {Object.entries(ticked.ranks).map(([position, place]) => (
          <input key={position} type="hidden" name={`rank[${position}]`} value={place} />
        ))}
        <button className="button primary">{words("poll.vote")}</button>
        <AutoRetry answer={answer} />
      </Form>
    </section>
  );
}
