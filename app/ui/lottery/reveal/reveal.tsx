import { type ReactNode, useState } from "react";
import { useWords } from "#app/copy/words.ts";
import type { FilmFacts } from "#app/domain/film/film-facts.ts";
import type { Entry } from "#app/domain/lottery/lottery.ts";
import { characters } from "#app/domain/text.ts";
import { useNumbers } from "../../measures.tsx";
import { EndsAt, FilmFactsLine } from "../../film/film-facts-line.tsx";
import { MovieName } from "../../film/movie-name.tsx";
import { Poster } from "../../film/poster.tsx";
import { Drum } from "./drum.tsx";
import type { DrawState } from "./draw-state.ts";

const STUBS = Array.from({ length: 16 }, (_, index) => index);

/** The drum that comes to rest on the winner, the winner's poster in the light, and then who it is, in words. */
export function Reveal({
  drawState: { drum, designs, candidates, facts: known },
  result: { spin, winner },
  playing,
  children,
}: {
  drawState: DrawState;
  result: NonNullable<DrawState["result"]>;
  playing: boolean;
  /** What can be done when it is over. */
  children: ReactNode;
}) {
  const words = useWords();
  return (
    <>
      <div className="projector" aria-hidden="true">
        <Drum
          frames={drum}
          designs={designs}
          front={spin.steps % drum.length}
          dim
          turning={playing}
          pace={playing ? spin.pace : undefined}
        />
        <div className="winner-card">
          <div className="winner-rays" />
          <Poster movie={winner} design={designs.get(winner.position)} eager />
        </div>
        {playing ? <Stubs /> : null}
      </div>
      {playing ? (
        <p className="lights" role="status">
          {words("reveal.lights")}
        </p>
      ) : null}
      <div className="stage-words">
        <Verdict winner={winner} facts={known[winner.position]} playing={playing} among={candidates.length} />
        <p className="stage-links after-reveal">{children}</p>
      </div>
    </>
  );
}

/** Who it is. A part of its own, so that saying it does not have the drum rendered again in the same frame. */
function Verdict({
  winner,
  facts,
  playing,
  among,
}: {
  winner: Entry;
  facts: FilmFacts | undefined;
  playing: boolean;
  /** How many candidates there were. */
  among: number;
}) {
  const words = useWords();
  const [said, say] = useState("");
  const announce = () => say(`${words("lottery.winner")}: ${winner.title}`);
  return (
    <>
      <div className="verdict">
        {playing ? (
          <p className="meanwhile" role="status">
            <span>{words("reveal.choosing", { count: among })}</span>
            <span>{words("reveal.nearly")}</span>
          </p>
        ) : null}
        <div className="after-reveal" onAnimationEnd={announce}>
          <p className="verdict-line">{words("lottery.winner")}</p>
          <h2 className="verdict-title" data-length={lengthOf(winner.title)}>
            <MovieName title={winner.title} year={winner.year} />
          </h2>
          {facts ? <FilmFactsLine facts={facts} /> : null}
          {facts?.runtime ? <EndsAt runtime={facts.runtime} /> : null}
        </div>
      </div>
      {/* Filled when the reel stops: what is only hidden until then may be read out before. */}
      <p className="unseen" role="status">
        {said}
      </p>
    </>
  );
}

/** Torn tickets that fall when it is over. */
function Stubs() {
  const { sheet, styleAt } = useNumbers(".stub", STUBS);
  return (
    <>
      {sheet}
      <div className="stubs">
        {STUBS.map((index) => (
          <i key={index} className="stub" style={styleAt(index)} />
        ))}
      </div>
    </>
  );
}

/** How long a title is, for the size it is set in. */
function lengthOf(title: string): "short" | "long" | "endless" {
  const length = characters(title);
  if (length <= 28) return "short";
  return length <= 70 ? "long" : "endless";
}
