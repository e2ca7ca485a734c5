import { useWords } from "#app/copy/words.ts";
import type { Unsaved } from "#app/http/answer.ts";

/** Above a form that came back because it was not saved, or nobody knows whether it was. */
export function UnconfirmedNote({ saved }: { saved: Unsaved }) {
  const words = useWords();
  return (
    <p className="alert" role="alert">
      {words(`unconfirmed.${saved}`)}
    </p>
  );
}
