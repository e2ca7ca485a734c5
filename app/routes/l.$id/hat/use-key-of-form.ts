import { useState } from "react";
import { useNotice } from "#app/ui/use-notice.ts";

/**
 * The key of the form on this page: a `fresh` one when a suggestion was saved, as the next one is another. Whatever else is
 * loaded meanwhile, the form and what is half typed in it stay.
 */
export function useKeyOfForm(fresh: string): string {
  const notice = useNotice();
  const saved = notice?.id === "suggestion-in" || notice?.id === "suggestion-joined" ? notice : null;
  const [kept, keep] = useState({ saved, key: fresh });
  if (saved === null || saved === kept.saved) return kept.key;
  keep({ saved, key: fresh });
  return fresh;
}
