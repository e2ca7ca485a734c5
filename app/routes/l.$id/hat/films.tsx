import { useWords } from "#app/copy/words.ts";
import type { HatFilm } from "#app/domain/hat/hat.ts";
import { posterDesigns } from "#app/domain/posters/poster-list.ts";
import type { DrawState } from "#app/ui/lottery/reveal/draw-state.ts";
import { FilmTicket } from "./film-ticket.tsx";
import type { HatParts } from "./hat-parts.ts";

/** What is in the hat, as tickets, and below what waits for the host, for those who may see it. */
export function Films({ drawState, shut, ...parts }: HatParts & { drawState: DrawState; shut: boolean }) {
  const words = useWords();
  const { hat } = parts;
  const { films, odds, vetoes } = hat;
  const inside = new Set(films.map(({ id }) => id));
  // Let in since this page was loaded.
  const waiting = parts.loaded.hat.own.waiting.filter(({ id }) => !inside.has(id));
  const designs = posterDesigns(waiting);
  const total = films.reduce((sum, { tickets }) => sum + tickets, 0);
  const ticket = (film: HatFilm) => ({ film, total: odds === "even" ? null : total, shut, ...parts });
  return (
    <section className="hat" aria-labelledby="hat-title">
      <h2 id="hat-title">{words("home.entries")}</h2>
      {odds === "even" ? null : <p className="hint">{words(`hat.odds-told-${odds}`)}</p>}
      {films.length === 0 ? <p className="hat-empty">{words("hat.empty")}</p> : null}
      <ol className="tickets" aria-live="polite">
        {films.map((film, index) => (
          <FilmTicket key={film.id} {...ticket(film)} design={drawState.designs.get(index + 1)} />
        ))}
      </ol>
      {vetoes && !shut ? <p className="hint">{words("hat.veto-hint")}</p> : null}
      {waiting.length > 0 ? (
        <>
          <h3>{words("hat.waiting")}</h3>
          <p className="hint">{words("hat.waiting-hint")}</p>
          <ol className="tickets">
            {waiting.map((film, index) => (
              <FilmTicket key={film.id} {...ticket(film)} waiting design={designs[index]} />
            ))}
          </ol>
        </>
      ) : null}
    </section>
  );
}
