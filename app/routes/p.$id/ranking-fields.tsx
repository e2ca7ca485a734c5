import { useRef } from "react";
import { useWords } from "#app/copy/words.ts";
import type { Entry } from "#app/domain/lottery/lottery.ts";
import { posterDesigns } from "#app/domain/posters/poster-list.ts";
import type { BallotProblem } from "#app/domain/poll/ballot.ts";
import { MovieName } from "#app/ui/film/movie-name.tsx";
import { Poster } from "#app/ui/film/poster.tsx";
import { useHydrated } from "#app/ui/use-hydrated.ts";
import { RankMoves } from "./rank-moves.tsx";
import { useDragging } from "./use-dragging.ts";
import { useRanking, type Ranks } from "./use-ranking.ts";

/**
 * Films to be put in order. Each has a field for its place, which is all there is without JavaScript; with it the list
 * shows the order, and films are moved by dragging, by buttons, or by typing another number.
 */
export function RankingFields({
  entries,
  ranks,
  problems,
}: {
  entries: readonly Entry[];
  /** Places as they were typed. */
  ranks: Ranks;
  problems: Readonly<Record<number, BallotProblem>>;
}) {
  const words = useWords();
  const live = useHydrated();
  const list = useRef<HTMLUListElement>(null);
  const { typed, type, order, shown, said, move } = useRanking({ list, entries, ranks, problems });
  const drag = useDragging(list, move.to);
  const designs = new Map(posterDesigns(entries).map((design, index) => [entries[index]!.position, design]));
  return (
    <>
      <ul className="ranking" ref={list} data-live={live || undefined}>
        {shown.map((entry) => {
          const { position, title, year } = entry;
          const problem = typed[position] === ranks[position] ? problems[position] : undefined;
          return (
            <li
              key={position}
              data-position={position}
              data-ranked={order.includes(position) || undefined}
              {...drag.rowOf(position)}
            >
              <input
                name={`rank[${position}]`}
                inputMode="numeric"
                autoComplete="off"
                value={typed[position] ?? ""}
                aria-label={words("poll.place", { title })}
                aria-invalid={problem ? true : undefined}
                aria-describedby={problem ? `rank-${position}-problems` : undefined}
                onChange={({ currentTarget }) => type(position, currentTarget.value)}
              />
              <Poster movie={entry} design={designs.get(position)} />
              <span className="ranking-name">
                <MovieName title={title} year={year} />
                {problem ? (
                  <span className="problems" id={`rank-${position}-problems`}>
                    {words(`poll.${problem}`)}
                  </span>
                ) : null}
              </span>
              <RankMoves
                title={title}
                place={order.indexOf(position)}
                of={order.length}
                {...move.of(position)}
              />
            </li>
          );
        })}
      </ul>
      <p className="unseen" role="status">
        {said}
      </p>
    </>
  );
}
