import type { ReactNode } from "react";
import { Link } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { paths } from "#app/paths.ts";
import { useHeldHeight } from "#app/ui/held-height.tsx";
import { Drum } from "#app/ui/lottery/reveal/drum.tsx";
import { Reveal } from "#app/ui/lottery/reveal/reveal.tsx";
import type { DrawState } from "#app/ui/lottery/reveal/draw-state.ts";

/** The dark room with the film in it: before the draw with the way to draw, after it with the result. */
export function Stage({
  id,
  drawState,
  playing,
  children,
}: {
  id: string;
  drawState: DrawState;
  playing: boolean;
  /** The way to draw. */
  children: ReactNode;
}) {
  const words = useWords();
  const { drum, designs, result, number } = drawState;
  const held = useHeldHeight<HTMLElement>(`${number} ${result !== null}`);
  return (
    <section {...held} className="stage" aria-label={words("reveal.number", { number })}>
      {result ? (
        <Reveal key={number} drawState={drawState} result={result} playing={playing}>
          <a href={paths.reveal(id)}>{words("reveal.again")}</a>
          <Link to={paths.tvView(id)}>{words("reveal.tv")}</Link>
        </Reveal>
      ) : (
        <>
          <div className="projector" aria-hidden="true">
            <Drum frames={drum} designs={designs} front={0} />
          </div>
          <div className="stage-words">
            {children}
            <p className="stage-links">
              <Link to={paths.tvView(id)}>{words("reveal.tv")}</Link>
            </p>
          </div>
        </>
      )}
      <div className="curtain" />
    </section>
  );
}
