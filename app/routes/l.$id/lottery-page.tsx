import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useWords } from "#app/copy/words.ts";
import type { SaidNotice } from "#app/visitor/notices.ts";
import { paths } from "#app/paths.ts";
import { Freshness } from "#app/ui/freshness.tsx";
import { Spoken } from "#app/ui/spoken.tsx";
import { WatchedFold } from "#app/ui/film/watched-fold.tsx";
import { HeldHeight } from "#app/ui/held-height.tsx";
import { EarlierDraws } from "./result/earlier-draws.tsx";
import { Out } from "./hat/out.tsx";
import { Entries } from "./entries.tsx";
import { Fairness } from "./result/fairness.tsx";
import { LostParts } from "./lost-parts.tsx";
import { NextSteps } from "./result/next-steps.tsx";
import type { PageData } from "./page-data.server.ts";
import { Share } from "./sharing/share.tsx";
import type { DrawState } from "#app/ui/lottery/reveal/draw-state.ts";
import { Stage } from "./reveal/stage.tsx";

/** What both views of a lottery are made of. */
export type Parts = {
  loaded: PageData;
  /** As loaded, or newer. */
  lottery: PageData["lottery"];
  drawState: DrawState;
  playing: boolean;
  /** The way to draw. */
  drawing: ReactNode;
};

/** Whether the draw that a notice speaks of was made. Its words go, and their room stays. */
function isPast(told: SaidNotice, { draw, open }: Parts["lottery"]): boolean {
  return told.id === "draw-opened" ? open === null : draw !== null;
}

/** The stage, what to do now, and under it everything else there is to know and to do. */
export function LotteryPage({
  loaded,
  lottery,
  drawState,
  playing,
  drawing,
  told,
}: Parts & { told: SaidNotice | null }) {
  const words = useWords();
  const { title, mine, stranger, fresh, link, evening, watched, today, now } = loaded;
  const { id, entries, draw, open, hat } = lottery;
  const { candidates, result } = drawState;
  const [count, all] = [candidates.length, entries.length];
  return (
    <>
      <div className="page-head lottery-head">
        <h1 dir="auto">
          <Spoken text={title} />
        </h1>
        <p className="page-lead">
          {count === all ? words("lottery.films", { count }) : words("lottery.taking-part", { count, all })}
        </p>
        {told ? (
          <p className="lottery-told" role="status" data-past={isPast(told, lottery) || undefined}>
            {told.text}
          </p>
        ) : null}
      </div>
      <Freshness of={fresh} now={now} missing="error.away.text" />
      {stranger ? <p className="aside-note">{words("lottery.no-cookie")}</p> : null}
      <LostParts {...{ lottery, now }} />
      <Stage id={id} drawState={drawState} playing={playing}>
        {drawing}
      </Stage>
      <HeldHeight drawn={result !== null}>
        {result ? (
          <NextSteps {...{ id, title, link, evening }} winner={result.winner}>
            {mine ? (
              <WatchedFold
                film={{
                  kind: "lottery",
                  id,
                  entry: result.winner.position,
                  title: result.winner.title,
                  from: "page",
                }}
                {...{ watched, today }}
              />
            ) : null}
          </NextSteps>
        ) : (
          <Share {...{ id, title, link, count }} />
        )}
      </HeldHeight>
      <EarlierDraws lottery={lottery} />
      <Entries lotteryId={id} {...{ entries, hat, mine, drawState }} />
      {hat ? <Out films={hat.out} /> : null}
      <HeldHeight drawn={result !== null}>
        <Fairness lottery={lottery} />
      </HeldHeight>
      <nav className="page-commands">
        <Link to={paths.home}>{words("lottery.another")}</Link>
        {mine ? <a href={paths.newPollOf(id)}>{words("lottery.poll")}</a> : null}
        {mine ? <Link to={paths.lotteryDeletion(id)}>{words("lottery.delete")}</Link> : null}
        {/* Last, as it comes with a draw: the others stay where they are. */}
        {mine && draw && !open ? <Link to={paths.redraw(id)}>{words("redraw.link")}</Link> : null}
      </nav>
    </>
  );
}
