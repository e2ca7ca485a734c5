import { Form } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import type { Entry } from "#app/domain/lottery.ts";
import { paths } from "#app/paths.ts";
import { MovieName } from "#app/ui/movie-name.tsx";
import { usePageScripts } from "#app/ui/page-scripts.ts";
import { Poster } from "#app/ui/poster.tsx";
import type { DrawState } from "./reveal/draw-state.ts";

/**
 * The candidates as posters, each with the button that takes it into the library. The winner's mark belongs to one
 * draw: the next one shows it anew, in its own time.
 */
export function Entries({
  lotteryId,
  entries,
  drawState,
}: {
  lotteryId: string;
  entries: readonly Entry[];
  drawState: DrawState;
}) {
  const words = useWords();
  usePageScripts("routes/library");
  const { number, candidates, result } = drawState;
  return (
    <section className="candidates" aria-labelledby="candidates-title">
      <h2 id="candidates-title">{words("lottery.candidates")}</h2>
      <Form method="post" action={paths.library}>
        <input type="hidden" name="form" value="keep" />
        <input type="hidden" name="lottery" value={lotteryId} />
        <ul className="poster-grid">
          {entries.map((entry) => (
            <li key={entry.position} data-winner={entry === result?.winner || undefined}>
              <Poster movie={entry} />
              <MovieName title={entry.title} year={entry.year} />
              {entry === result?.winner ? (
                <span key={number} className="winner-mark after-reveal">
                  <span>{words("lottery.winner-badge")}</span>
                </span>
              ) : null}
              {candidates.includes(entry) ? null : <span className="hint">{words("reveal.left-out")}</span>}
              <button
                name="entry"
                value={entry.position}
                className="text-button candidate-keep"
                aria-label={words("lottery.keep-film", { title: entry.title })}
              >
                {words("lottery.keep")}
              </button>
            </li>
          ))}
        </ul>
      </Form>
    </section>
  );
}
