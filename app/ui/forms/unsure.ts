import { useEffect, useRef, useState } from "react";

/**
 * Whether the submit key of a form may have been used without this browser knowing: the form is under way, or its
 * answer could not tell, or it came from a draft that was left like that (`inherit`).
 */
export function useUnsure(busy: boolean, answer: { unsaved: string | null } | undefined) {
  const [inherited, inherit] = useState(false);
  const unsure = busy || (answer ? answer.unsaved === "unknown" : inherited);
  return { unsure, inherit };
}

/** Keeps the draft also when nothing was typed, but what is known of its key has changed. */
export function useKeepUnsure(unsure: boolean, keep: () => void): void {
  const kept = useRef(unsure);
  useEffect(() => {
    if (kept.current === unsure) return;
    kept.current = unsure;
    keep();
  }, [unsure, keep]);
}
