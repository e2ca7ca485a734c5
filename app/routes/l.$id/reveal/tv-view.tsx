import { Link } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { paths } from "#app/paths.ts";
import type { Measures } from "#app/ui/measures.tsx";
import { Poster } from "#app/ui/film/poster.tsx";
import { Spoken } from "#app/ui/spoken.tsx";
import type { Parts } from "../lottery-page.tsx";
import { Reveal } from "#app/ui/lottery/reveal/reveal.tsx";
import type { DrawState } from "#app/ui/lottery/reveal/draw-state.ts";

/** The lottery for a television or a call: nothing but the candidates and the way in, or the reel and the result. */
export function TvView(parts: Parts) {
  const words = useWords();
  const { loaded, lottery, drawState, playing } = parts;
  const { id } = lottery;
  if (!drawState.result) return <TvLobby {...parts} />;
  return (
    <section className="stage tv-view" aria-labelledby="tv-view-name">
      <h1 id="tv-view-name" className="tv-view-name" dir="auto">
        <Spoken text={loaded.title} />
      </h1>
      <Reveal key={drawState.number} drawState={drawState} result={drawState.result} playing={playing}>
        <a href={paths.tvReveal(id)}>{words("reveal.again")}</a>
        <Link to={paths.lottery(id)}>{words("draw.back")}</Link>
      </Reveal>
      <div className="curtain" />
    </section>
  );
}

function TvLobby({ loaded, lottery, drawState, drawing }: Parts) {
  const words = useWords();
  const { id } = lottery;
  return (
    <section className="stage tv-view tv-lobby" aria-labelledby="tv-view-name">
      <h1 id="tv-view-name" className="tv-view-name" dir="auto">
        <Spoken text={loaded.title} />
      </h1>
      <ul className="lobby-posters" aria-label={words("lottery.candidates")}>
        {drawState.candidates.map((entry) => (
          <li key={entry.position}>
            <Poster movie={entry} design={drawState.designs.get(entry.position)} eager />
            <span className="unseen">
              <Spoken text={entry.title} />
            </span>
          </li>
        ))}
      </ul>
      <div className="lobby-entrance">
        <img className="lobby-qr" src={paths.qr(id)} alt={words("share.qr-alt")} width={512} height={512} />
        <p className="lobby-link" dir="ltr">
          {linesOf(loaded.link).map((line) => (
            <span key={line}>{line}</span>
          ))}
        </p>
        {drawing}
        <p className="stage-links">
          <Link to={paths.lottery(id)}>{words("draw.back")}</Link>
        </p>
      </div>
      <div className="curtain" />
    </section>
  );
}

/** In how many rows and columns the candidates fill a landscape screen best. */
export function galleryMeasures({ candidates }: DrawState): Measures {
  const length = Math.max(candidates.length, 1);
  const rows = Math.ceil(Math.sqrt(length / 2.6));
  const columns = Math.ceil(length / rows);
  return { "--columns": columns, "--rows": Math.ceil(length / columns) };
}

/** The link as people type it, broken before its path where it is too long. */
function linesOf(link: string): string[] {
  return link.replace(/^https?:\/\//, "").split(/(?=\/l\/)/);
}
