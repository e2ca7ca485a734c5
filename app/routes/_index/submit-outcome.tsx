import type { SubmissionResult } from "@conform-to/react";
import { Link } from "@remix-run/react";
import { useState } from "react";
import { useWords } from "#app/copy/words.ts";
import { Alert } from "#app/ui/alert.tsx";
import { Problems } from "#app/ui/forms/field.tsx";
import { useHydrated } from "#app/ui/use-hydrated.ts";

/** Asks what to do when the form has made a lottery before and was changed since. */
export function Conflict({ page }: { page: string }) {
  const words = useWords();
  return (
    <Alert>
      <strong>{words("conflict.title")}</strong>
      <p>{words("conflict.text")}</p>
      <Link to={page}>{words("conflict.open")}</Link>
    </Alert>
  );
}

/** Says what is wrong with a form that was sent without scripts: the page starts at its top then, far from the same words beside the button. */
export function Faults({ reply }: { reply: SubmissionResult }) {
  const words = useWords();
  const hydrated = useHydrated();
  // What came with the document stays, or everything below would move up.
  const [served] = useState(!hydrated);
  if (!served || reply.status !== "error" || Object.keys(reply.error ?? {}).length === 0) return null;
  return (
    <p className="alert">
      {words("home.errors")} <Problems id="list-problems" problems={reply.error?.entries ?? undefined} />
    </p>
  );
}
