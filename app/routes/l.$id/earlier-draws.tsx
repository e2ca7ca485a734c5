import { useWords } from "#app/copy/words.ts";
import type { Commitment, Draw, Entry } from "#app/domain/lottery.ts";
import { MovieName } from "#app/ui/movie-name.tsx";
import { Poster } from "#app/ui/poster.tsx";

/** The draws that no longer count: what they brought, and why it was drawn again. Nothing when there are none. */
export function EarlierDraws({
  entries,
  draws,
  open,
}: {
  entries: readonly Entry[];
  draws: readonly Draw[];
  open: Commitment | null;
}) {
  const words = useWords();
  const earlier = open ? draws : draws.slice(0, -1);
  if (earlier.length === 0) return null;
  return (
    <section className="earlier" aria-labelledby="earlier-title">
      <h2 id="earlier-title">{words("reveal.earlier")}</h2>
      <ol>
        {earlier.map(({ number, winner }, index) => {
          const entry = entries.find(({ position }) => position === winner);
          const reason = (draws[index + 1]?.commitment ?? open)?.reason;
          return (
            <li key={number}>
              {entry ? <Poster movie={entry} /> : null}
              <div>
                <p className="earlier-number">{words("reveal.number", { number })}</p>
                {entry ? (
                  <p className="earlier-title">
                    <MovieName title={entry.title} year={entry.year} />
                  </p>
                ) : null}
                {reason ? (
                  <p>
                    {words("reveal.because")} <bdi>{reason}</bdi>
                  </p>
                ) : null}
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
