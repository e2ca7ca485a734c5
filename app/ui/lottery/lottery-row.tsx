import type { ReactNode } from "react";
import { type MessageId, useWords } from "#app/copy/words.ts";
import type { LotterySummary } from "#app/domain/lottery/lottery.ts";
import type { Movie } from "#app/domain/film/movie.ts";
import type { PosterDesign } from "#app/domain/posters/poster-design.ts";
import { posterDesigns } from "#app/domain/posters/poster-list.ts";
import { paths } from "#app/paths.ts";
import { Age } from "../age.tsx";
import { MovieName } from "../film/movie-name.tsx";
import { Poster } from "../film/poster.tsx";
import { Spoken } from "../spoken.tsx";

/** How many candidates are shown of a lottery that was not drawn. */
export const ROW_POSTERS = 4;

/** A club's lotteries. Their posters are told apart over all rows, and the same film has the same one. */
export function LotteryRows({
  lotteries,
  now,
  renderBelow,
}: {
  lotteries: readonly Titled[];
  now: number;
  /** What stands below a row, outside of its link. */
  renderBelow?: (lottery: Titled) => ReactNode;
}) {
  return (
    <ul className="lottery-rows">
      {rowsOf(lotteries).map(({ lottery, designs }) => (
        <LotteryRow key={lottery.id} lottery={lottery} designs={designs} now={now}>
          {renderBelow?.(lottery)}
        </LotteryRow>
      ))}
    </ul>
  );
}

/** A lottery with what it is called in the visitor's language. */
type Titled = LotterySummary & { title: string };

type Row = { lottery: Titled; designs: readonly PosterDesign[] };

function rowsOf(lotteries: readonly Titled[]): Row[] {
  const designs = posterDesigns(lotteries.flatMap(shownOf));
  return lotteries.map((lottery) => ({ lottery, designs: designs.splice(0, shownOf(lottery).length) }));
}

/** The winner's poster, or a fan of the first candidates. A plain link, because lists are long. */
function LotteryRow({ lottery, designs, now, children }: Row & { now: number; children: ReactNode }) {
  const words = useWords();
  const { winner, earlier, olderDraws } = lottery;
  return (
    <li className="lottery-row">
      <a href={(lottery.poll ? paths.poll : paths.lottery)(lottery.id)}>
        <span className={winner ? "row-posters of-winner" : "row-posters"}>
          {shownOf(lottery).map((movie, index) => (
            <Poster key={index} movie={movie} design={designs[index]} />
          ))}
        </span>
        <span className="row-words">
          <strong dir="auto">
            <Spoken text={lottery.title} />
          </strong>
          <span className="row-result">
            {winner ? <MovieName title={winner.title} year={winner.year} /> : words(stateOf(lottery))}
          </span>
          {earlier.length > 0 ? (
            <span className="row-facts">
              {words("redraw.earlier")}:{" "}
              {earlier.map(({ title, year }, index) => (
                <span key={index}>
                  {index > 0 ? ", " : ""}
                  <MovieName title={title} year={year} />
                </span>
              ))}
              {olderDraws > 0 ? ` ${words("redraw.earlier-more", { count: olderDraws })}` : null}
            </span>
          ) : null}
          <span className="row-facts">
            {lottery.poll ? `${words("history.poll", { count: lottery.poll.voters })} · ` : null}
            {lottery.entryCount > 0 ? `${words("lottery.films", { count: lottery.entryCount })} · ` : null}
            <Age at={lottery.createdAt} now={now} />
            {lottery.host ? ` · ${words("history.host", { name: lottery.host })}` : null}
          </span>
        </span>
      </a>
      {children}
    </li>
  );
}

function shownOf({ winner, first }: LotterySummary): readonly Movie[] {
  return winner ? [winner] : first.slice(0, ROW_POSTERS);
}

function stateOf({ drawn, entryCount, collecting, poll }: LotterySummary): MessageId {
  if (poll && entryCount > 0) return drawn ? "history.poll-ended" : "history.poll-open";
  if (collecting) return "history.collecting";
  if (entryCount === 0) return "lost.title";
  return drawn ? "lost.film" : "history.undrawn";
}
