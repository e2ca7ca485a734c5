import { useWords } from "#app/copy/words.ts";
import type { Entry } from "#app/domain/lottery/lottery.ts";
import type { Round } from "#app/domain/poll/poll-count.ts";
import { Bars } from "./bars.tsx";

/** The rounds of a run-off, step by step: votes, and which film goes. */
export function Rounds({
  entries,
  rounds,
  winner,
  ballots,
}: {
  entries: readonly Entry[];
  rounds: readonly Round[];
  winner: number | null;
  ballots: number;
}) {
  const words = useWords();
  const titles = (positions: readonly number[]) =>
    positions
      .map((each) => entries.find(({ position }) => position === each)?.title ?? words("lost.film"))
      .join(", ");
  return (
    <ol className="rounds">
      {rounds.map(({ votes, exhausted, out, lot }, index) => {
        const last = index === rounds.length - 1;
        return (
          <li key={index}>
            <h3>{words(last ? "poll.last-round" : "poll.round", { number: index + 1 })}</h3>
            <Bars entries={entries} votes={votes} of={ballots} winner={last ? winner : null} out={out} />
            {out.length > 0 ? <p>{words("poll.goes", { count: out.length, titles: titles(out) })}</p> : null}
            {lot && !last ? <p>{words("poll.lot", { titles: titles(lot.among) })}</p> : null}
            {exhausted > 0 ? <p className="hint">{words("poll.exhausted", { count: exhausted })}</p> : null}
          </li>
        );
      })}
    </ol>
  );
}
