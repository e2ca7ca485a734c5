import { Form } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { balancedRows } from "#app/domain/posters/balanced-rows.ts";
import type { FilmFacts } from "#app/domain/film/film-facts.ts";
import type { Hat } from "#app/domain/hat/hat.ts";
import type { Entry } from "#app/domain/lottery/lottery.ts";
import { paths } from "#app/paths.ts";
import { FilmFactsLine } from "#app/ui/film/film-facts-line.tsx";
import { type Measures, useMeasures } from "#app/ui/measures.tsx";
import { MovieName } from "#app/ui/film/movie-name.tsx";
import { usePageScripts } from "#app/ui/page-scripts.ts";
import { Poster } from "#app/ui/film/poster.tsx";
import type { DrawState } from "#app/ui/lottery/reveal/draw-state.ts";

import { Tickets } from "./hat/tickets.tsx";
import { Whose } from "./hat/whose.tsx";

const SELECTOR = ".candidates";
/** How many posters stand beside each other, on a phone and on the widest page; candidates.css knows how wide each is. */
const WIDTHS = [2, 3, 4, 5, 6, 7];

/**
 * The candidates as posters, each with the button that takes it into the library. The winner's mark belongs to one
 * draw: the next one shows it anew, in its own time.
 */
export function Entries({
  lotteryId,
  entries,
  hat,
  mine,
  drawState,
}: {
  lotteryId: string;
  entries: readonly Entry[];
  /** Who put the films in, where friends did. */
  hat: Hat | null;
  /** Whether the visitor's club made the lottery, and may say which films these are. */
  mine: boolean;
  drawState: DrawState;
}) {
  const words = useWords();
  usePageScripts("routes/library", paths.library);
  const { number, candidates, designs, result, facts } = drawState;
  const fromHat = ({ id }: Entry) => {
    const film = hat?.films.find((each) => each.id === id);
    return film ? <Whose film={film} /> : null;
  };
  const { sheet, styleOf } = useMeasures({ [SELECTOR]: rowMeasures(entries.length) });
  return (
    <section className="candidates" aria-labelledby="candidates-title" style={styleOf(SELECTOR)}>
      {sheet}
      <h2 id="candidates-title">{words("lottery.candidates")}</h2>
      <Form method="post" action={paths.library}>
        <input type="hidden" name="form" value="keep" />
        <input type="hidden" name="lottery" value={lotteryId} />
        <ul className="poster-grid">
          {entries.map((entry) => (
            <li key={entry.position} data-winner={entry === result?.winner || undefined}>
              <Poster movie={entry} design={designs.get(entry.position)} />
              <MovieName title={entry.title} year={entry.year} />
              <Tickets entry={entry} candidates={candidates} />
              {fromHat(entry)}
              <About facts={facts[entry.position]} />
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
              {mine && !facts[entry.position] ? (
                <a
                  href={paths.entryCompletion(lotteryId, `${entry.position}`)}
                  className="text-button candidate-keep"
                  aria-label={words("lottery.complete-film", { title: entry.title })}
                >
                  {words("lottery.complete")}
                </a>
              ) : null}
            </li>
          ))}
        </ul>
      </Form>
    </section>
  );
}

function About({ facts }: { facts: FilmFacts | undefined }) {
  const words = useWords();
  if (!facts) return null;
  const { originalTitle, description } = facts;
  return (
    <>
      <FilmFactsLine facts={facts} />
      {originalTitle || description ? (
        <details className="film-about">
          <summary>{words("lottery.about-film")}</summary>
          {originalTitle ? (
            <p>
              <i dir="auto">{originalTitle}</i>
            </p>
          ) : null}
          {description ? <p dir="auto">{description}</p> : null}
        </details>
      ) : null}
    </>
  );
}

function rowMeasures(count: number): Measures {
  const measures: Measures = {};
  for (const most of WIDTHS) {
    const { columns, pairLast } = balancedRows(count, most);
    measures[`--columns-${most}`] = columns;
    measures[`--last-but-one-${most}`] = pairLast ? 1 : "auto";
  }
  return measures;
}
