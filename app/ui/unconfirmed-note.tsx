import { useWords } from "#app/copy/words.ts";

/** Above a form that came back because the database did not confirm it. */
export function UnconfirmedNote({ saved }: { saved: "no" | "unknown" }) {
  const words = useWords();
  return (
    <p className="alert" role="alert">
      {words(saved === "no" ? "unconfirmed.no" : "unconfirmed.unknown")}
    </p>
  );
}
