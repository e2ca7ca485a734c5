import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useWords } from "#app/copy/words.ts";
import { paths } from "#app/paths.ts";
import { Freshness } from "#app/ui/freshness.tsx";
import { EarlierDraws } from "./result/earlier-draws.tsx";
import { Entries } from "./entries.tsx";
import { EveningForm } from "./result/evening-form.tsx";
import { Fairness } from "./result/fairness.tsx";
import { LostParts } from "./lost-parts.tsx";
import type { PageData } from "./page-data.server.ts";
import { Share } from "./sharing/share.tsx";
import type { DrawState } from "./reveal/draw-state.ts";
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

/** The stage, and under it everything there is to know and to do. What only a draw brings comes last: nothing jumps. */
export function LotteryPage({ loaded, lottery, drawState, playing, drawing }: Parts) {
  const words = useWords();
  const { mine, stranger, fresh, link, evening, now } = loaded;
  const { id, name, entries, draw, open } = lottery;
  const share = <Share lottery={lottery} link={link} />;
  return (
    <>
      <div className="page-head lottery-head">
        <h1 dir="auto">{name ?? words("lottery.untitled")}</h1>
        <p className="page-lead">{words("lottery.films", { count: entries.length })}</p>
      </div>
      <Freshness of={fresh} now={now} missing="error.away.text" />
      {stranger ? <p className="aside-note">{words("lottery.no-cookie")}</p> : null}
      <LostParts {...{ lottery, now }} />
      <Stage id={id} drawState={drawState} playing={playing}>
        {drawing}
      </Stage>
      <EarlierDraws lottery={lottery} />
      {mine ? share : null}
      <Entries lotteryId={id} entries={entries} drawState={drawState} />
      {mine ? null : share}
      {drawState.result ? (
        <div className="after-reveal">
          <EveningForm lotteryId={id} asked={evening} />
        </div>
      ) : null}
      <Fairness lottery={lottery} />
      <nav className="page-commands">
        <Link to={paths.home}>{words("lottery.another")}</Link>
        {mine && draw && !open ? <Link to={paths.redraw(id)}>{words("redraw.link")}</Link> : null}
        {mine ? <Link to={paths.lotteryDeletion(id)}>{words("lottery.delete")}</Link> : null}
      </nav>
    </>
  );
}
