import { useWords } from "#app/copy/words.ts";
import { ENTRIES_MAX } from "#app/domain/lottery/lottery.ts";
import { Alert } from "#app/ui/alert.tsx";
import { UnconfirmedNote } from "#app/ui/forms/unconfirmed-note.tsx";
import type { HatAnswer } from "./hat-answer.ts";

/** Says why a form came back. What somebody wanted to put in as the hat was closed is named, so that it is not lost. */
export function Refusal({ answer, cap }: { answer: HatAnswer | undefined; cap: number }) {
  const words = useWords();
  if (!answer) return null;
  const { refused, unsaved, typed } = answer;
  if (unsaved) return <UnconfirmedNote saved={unsaved} />;
  if (!refused) return null;
  const late = answer.form === "suggest" && refused === "shut";
  return (
    <Alert>
      <p>
        {words(`hat.refused-${late || refused !== "shut" ? refused : "gone"}`, { cap, max: ENTRIES_MAX })}
      </p>
      {late ? (
        <p dir="auto">
          {words("hat.refused-shut-list")}{" "}
          {[typed.title, typed.year, typed.several].filter(Boolean).join(" ")}
        </p>
      ) : null}
    </Alert>
  );
}
