import { useWords } from "#app/copy/words.ts";
import type { Entry } from "#app/domain/lottery/lottery.ts";
import { MovieName } from "#app/ui/film/movie-name.tsx";

/** Votes as bars with their numbers, most first. `of` is how many votes would fill a bar. */
export function Bars({
  entries,
  votes,
  of,
  winner = null,
  out = [],
}: {
  entries: readonly Entry[];
  votes: readonly { position: number; votes: number }[];
  of: number;
  winner?: number | null;
  /** Films that go after this round. */
  out?: readonly number[];
}) {
  const words = useWords();
  return (
    <ol className="bars">
      {votes.map(({ position, votes: count }) => {
        const film = entries.find((entry) => entry.position === position);
        return (
          <li
            key={position}
            data-winner={position === winner || undefined}
            data-out={out.includes(position) || undefined}
          >
            {film ? <MovieName title={film.title} year={film.year} /> : words("lost.film")}
            <span className="bar-votes">{words("poll.votes", { count })}</span>
            <svg className="bar" aria-hidden="true">
              <rect width={`${of > 0 ? (100 * count) / of : 0}%`} height="100%" />
            </svg>
          </li>
        );
      })}
    </ol>
  );
}
