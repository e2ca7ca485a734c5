import { useWords } from "#app/copy/words.ts";
import { Retry } from "#app/ui/retry.tsx";

/** Says that nobody has drawn yet, and looks again every few seconds. */
export function Waiting() {
  const words = useWords();
  return (
    <p className="waiting">
      {words("lottery.waiting")}
      <Retry />
    </p>
  );
}
