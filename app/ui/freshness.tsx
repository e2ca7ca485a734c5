import { type MessageId, useWords } from "#app/copy/words.ts";
import { useAge } from "./age.tsx";

/** Says in words when the page shows old data, and how old, or that data is missing. Nothing when it is fresh. */
export function Freshness({
  of,
  now,
  missing,
}: {
  of: { source: "fresh" | "stale" | "default"; asOf: number | null };
  now: number;
  missing: MessageId;
}) {
  const words = useWords();
  const age = useAge();
  if (of.source === "fresh") return null;
  return (
    <p className="aside-note" role="status" data-source={of.source}>
      {of.asOf === null ? words(missing) : words("stale", { when: age(of.asOf, now) })}
    </p>
  );
}
