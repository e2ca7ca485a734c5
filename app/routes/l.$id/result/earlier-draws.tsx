import { useWords } from "#app/copy/words.ts";
import type { Lottery } from "#app/domain/lottery/lottery.ts";
import { entryDesigns } from "#app/domain/posters/entry-designs.ts";
import { entryAt } from "#app/domain/draw/remains.ts";
import { paths } from "#app/paths.ts";
import { MovieName } from "#app/ui/film/movie-name.tsx";
import { Poster } from "#app/ui/film/poster.tsx";
import { Spoken } from "#app/ui/spoken.tsx";

/** So many of them show the film's own picture, whose address may be long; the others a drawn poster. */
const PICTURES = 5;

/** The draws that no longer count: what they brought, and why it was drawn again. Nothing when there are none. */
export function EarlierDraws({
  lottery: { id, entries, draws, olderDraws, open },
}: {
  lottery: Pick<Lottery, "id" | "entries" | "draws" | "olderDraws" | "open">;
}) {
  const words = useWords();
  const earlier = open ? draws : draws.slice(0, -1);
  if (earlier.length === 0) return null;
  const designs = entryDesigns(entries);
  return (
    <section className="earlier" aria-labelledby="earlier-title">
      <h2 id="earlier-title">{words("reveal.earlier")}</h2>
      {olderDraws > 0 ? (
        <p>
          <a href={paths.proofOf(id, String(draws[0]!.number - 1))}>
            {words("reveal.older", { count: olderDraws })}
          </a>
        </p>
      ) : null}
      <ol>
        {earlier.map(({ number, winner }, index) => {
          const entry = entryAt(entries, winner);
          const reason = (draws[index + 1]?.commitment ?? open)?.reason;
          return (
            <li key={number}>
              {entry ? (
                <Poster
                  movie={index < earlier.length - PICTURES ? { ...entry, posterUrl: null } : entry}
                  design={designs.get(entry.position)}
                />
              ) : null}
              <div>
                <p className="earlier-number">{words("reveal.number", { number })}</p>
                {entry ? (
                  <p className="earlier-title">
                    <MovieName title={entry.title} year={entry.year} />
                  </p>
                ) : (
                  <p>{words("lost.film")}</p>
                )}
                {reason ? (
                  <p>
                    {words("reveal.because")}{" "}
                    <bdi>
                      <Spoken text={reason} />
                    </bdi>
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
