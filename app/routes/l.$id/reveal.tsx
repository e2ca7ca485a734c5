import { useWords } from "#app/copy/words.ts";
import type { Entry } from "#app/domain/lottery.ts";
import { MovieName } from "#app/ui/movie-name.tsx";
import { Poster } from "#app/ui/poster.tsx";

const REEL_LENGTH = 14;

/** The winner in the projector's light, after a reel of the candidates has run past. Plain CSS, so no script needed. */
export function Reveal({ entries, winner }: { entries: readonly Entry[]; winner: Entry }) {
  const words = useWords();
  return (
    <section className="reveal" aria-label={words("lottery.winner")}>
      <div className="reel" aria-hidden="true">
        <div className="reel-strip">
          {reelOf(entries, winner).map((entry, index) => (
            <Poster key={index} movie={entry} eager />
          ))}
        </div>
      </div>
      <div className="verdict" role="status">
        <p className="verdict-line">{words("lottery.winner")}</p>
        <p className="verdict-title">
          <MovieName title={winner.title} year={winner.year} />
        </p>
      </div>
    </section>
  );
}

/** The candidates over and over, ending with the winner. */
function reelOf(entries: readonly Entry[], winner: Entry): Entry[] {
  const start = entries.findIndex((entry) => entry.position === winner.position) + 1;
  const reel = Array.from({ length: REEL_LENGTH }, (_, index) => entries[(start + index) % entries.length]!);
  return [...reel, winner];
}
