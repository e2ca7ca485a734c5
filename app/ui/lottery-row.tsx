import { type MessageId, useWords } from "#app/copy/words.ts";
import type { LotterySummary } from "#app/domain/lottery.ts";
import { paths } from "#app/paths.ts";
import { Age } from "./age.tsx";
import { MovieName } from "./movie-name.tsx";
import { Poster } from "./poster.tsx";

/** How many candidates are shown of a lottery that was not drawn. */
export const ROW_POSTERS = 4;

/** A lottery with what it is called in the visitor's language. */
type Titled = LotterySummary & { title: string };

/**
 * A lottery in a list: the winner's poster, or its first candidates fanned out. A plain link, because lists are long.
 */
export function LotteryRow({ lottery, now }: { lottery: Titled; now: number }) {
  const words = useWords();
  const { winner, earlier, olderDraws, first } = lottery;
  return (
    <li className="lottery-row">
      <a href={paths.lottery(lottery.id)}>
        <span className={winner ? "row-posters of-winner" : "row-posters"}>
          {(winner ? [winner] : first.slice(0, ROW_POSTERS)).map((movie, index) => (
            <Poster key={index} movie={movie} />
          ))}
        </span>
        <span className="row-words">
          <strong dir="auto">{lottery.title}</strong>
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
            {lottery.entryCount > 0 ? `${words("lottery.films", { count: lottery.entryCount })} · ` : null}
            <Age at={lottery.createdAt} now={now} />
          </span>
        </span>
      </a>
    </li>
  );
}

function stateOf({ drawn, entryCount }: LotterySummary): MessageId {
  if (entryCount === 0) return "lost.title";
  return drawn ? "lost.film" : "history.undrawn";
}
