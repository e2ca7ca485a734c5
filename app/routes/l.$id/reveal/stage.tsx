import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import { Link } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { paths } from "#app/paths.ts";
import { Drum } from "./drum.tsx";
import { Reveal } from "./reveal.tsx";
import type { DrawState } from "./draw-state.ts";

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
  const section = useRef<HTMLElement>(null);
  useNoShrinking(section);
  const { drum, designs, result, number } = drawState;
  return (
    <section ref={section} className="stage" aria-label={words("reveal.number", { number })}>
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

/** Keeps an element as high as it once was, so that nothing under it jumps when the result takes the form's place. */
function useNoShrinking(element: RefObject<HTMLElement>): void {
  useEffect(() => (element.current ? holdHeight(element.current) : undefined), [element]);
}

/** Answers what lets go of it. */
function holdHeight(section: HTMLElement): () => void {
  // From the first moment: a draw may arrive before the observer's first report.
  let [width, height] = [section.offsetWidth, section.getBoundingClientRect().height];
  section.style.minHeight = `${height}px`;
  // Told after the layout and before the painting, hence never seen.
  const observer = new ResizeObserver(() => {
    if (section.offsetWidth !== width)
      [width, height, section.style.minHeight] = [section.offsetWidth, 0, ""];
    // With its fraction of a pixel, which shows as well.
    height = Math.max(height, section.getBoundingClientRect().height);
    section.style.minHeight = `${height}px`;
  });
  observer.observe(section);
  return () => observer.disconnect();
}
