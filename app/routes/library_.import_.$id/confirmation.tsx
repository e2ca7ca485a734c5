import { Form, useNavigation, useSubmit } from "@remix-run/react";
import { useEffect } from "react";
import { type Words, useWords } from "#app/copy/words.ts";

type Shown = {
  count: number;
  there: number;
  taken: number;
  unreadableCount: number;
  result: { added: number; known: number } | null;
};

/** What is in the list, and the button that puts it into the library; afterwards, what became of it. */
export function Confirmation({ shown }: { shown: Shown }) {
  const words = useWords();
  const busy = useNavigation().state !== "idle";
  const { count, there, taken, unreadableCount, result } = shown;
  const underWay = taken > 0 && !result;
  useGoOn(underWay);
  const fresh = count - there;
  return (
    <section className="panel club-part" aria-live="polite">
      {(result ? outcome(result, words) : contents(shown, words)).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {result && unreadableCount > 0 ? (
        <p>{words("import.count-unreadable", { count: unreadableCount })}</p>
      ) : null}
      {underWay ? (
        <>
          <p>{words("import.partly", { taken, count })}</p>
          <progress max={count} value={taken} aria-label={words("import.importing")} />
        </>
      ) : null}
      {!result && count > 0 ? (
        <Form method="post" className="choices">
          <button className="button primary" aria-disabled={busy || undefined}>
            {busy ? words("import.importing") : buttonOf({ underWay, fresh }, words)}
          </button>
          {busy && !underWay ? <progress aria-label={words("import.importing")} /> : null}
        </Form>
      ) : null}
    </section>
  );
}

function contents({ count, there, unreadableCount }: Shown, words: Words): string[] {
  return [
    words("import.count", { count: count - there }),
    ...(there > 0 ? [`${words("import.count-there", { count: there })} ${words("import.there-hint")}`] : []),
    ...(unreadableCount > 0 ? [words("import.count-unreadable", { count: unreadableCount })] : []),
  ];
}

function outcome({ added, known }: NonNullable<Shown["result"]>, words: Words): string[] {
  return [words("import.done-added", { count: added }), words("import.done-known", { count: known })].filter(
    Boolean,
  );
}

function buttonOf({ underWay, fresh }: { underWay: boolean; fresh: number }, words: Words): string {
  if (underWay) return words("import.go-on");
  return fresh > 0 ? words("import.confirm", { count: fresh }) : words("import.fill");
}

/** Sends the next part by itself, as long as there are more. */
function useGoOn(underWay: boolean): void {
  const submit = useSubmit();
  const { state } = useNavigation();
  useEffect(() => {
    if (underWay && state === "idle") submit(null, { method: "post" });
  }, [underWay, state, submit]);
}
