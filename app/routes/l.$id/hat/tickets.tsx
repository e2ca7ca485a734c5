import { useWords } from "#app/copy/words.ts";
import type { Entry } from "#app/domain/lottery/lottery.ts";

/** With how many tickets an entry takes part among the candidates, where they do not all have one. */
export function Tickets({ entry, candidates }: { entry: Entry; candidates: readonly Entry[] }) {
  const words = useWords();
  if (!candidates.includes(entry) || candidates.every(({ weight }) => weight === 1)) return null;
  const total = candidates.reduce((sum, { weight }) => sum + weight, 0);
  return <span className="ticket-odds">{words("hat.tickets", { count: entry.weight, total })}</span>;
}
