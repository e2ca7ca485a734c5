import { useWords } from "#app/copy/words.ts";

/** Says that a form was filled from this browser's draft, and offers to begin anew. */
export function DraftNote({ discard }: { discard: () => void }) {
  const words = useWords();
  return (
    <p className="aside-note" role="status">
      {words("draft.restored")}{" "}
      <button type="button" className="text-button link" onClick={discard}>
        {words("draft.discard")}
      </button>
    </p>
  );
}
