import { Form } from "@remix-run/react";
import { type MessageId, useWords } from "#app/copy/words.ts";
import type { HatFilm } from "#app/domain/hat/hat.ts";
import type { PosterDesign } from "#app/domain/posters/poster-design.ts";
import { paths } from "#app/paths.ts";
import { MovieName } from "#app/ui/film/movie-name.tsx";
import { Poster } from "#app/ui/film/poster.tsx";
import { Change, TakeOut } from "./corrections.tsx";
import type { HatParts } from "./hat-parts.ts";
import { Whose } from "./whose.tsx";

type TicketProps = HatParts & {
  film: HatFilm;
  design: PosterDesign | undefined;
  /** How many tickets there are together; null where each film has one. */
  total: number | null;
  shut: boolean;
  /** Whether it waits for the nod. */
  waiting?: boolean;
};

/** A film in the hat: whose it is, its tickets, and what this browser may do with it. */
export function FilmTicket(props: TicketProps) {
  const words = useWords();
  const { film, design, total, shut, waiting = false } = props;
  return (
    <li className="ticket">
      <Poster movie={film} design={design} />
      <div className="ticket-film">
        <strong>
          <MovieName title={film.title} year={film.year} />
        </strong>
        <Whose film={film} />
        {total === null || waiting ? null : (
          <span className="ticket-odds">{words("hat.tickets", { count: film.tickets, total })}</span>
        )}
        {shut ? null : (
          <>
            <Commands {...props} />
            <Change {...props} key={`change ${film.title} ${film.year}`} />
            <TakeOut {...props} />
          </>
        )}
      </div>
    </li>
  );
}

/** Buttons that need no words. Each browser finds those that it may press. */
function Commands({ film: { id, title }, waiting, loaded, hat }: TicketProps) {
  const words = useWords();
  const { own } = loaded.hat;
  const isMine = own.suggested.includes(id);
  const seconded = own.seconded.includes(id);
  const buttons: { form: string; label: MessageId; whole?: MessageId }[] = [];
  if (waiting && loaded.mine) buttons.push({ form: "nod", label: "hat.nod", whole: "hat.nod-film" });
  if (isMine) buttons.push({ form: "takeback", label: "hat.takeback", whole: "hat.takeback-film" });
  else if (seconded) buttons.push({ form: "takeback", label: "hat.unsecond", whole: "hat.unsecond-film" });
  else if (!waiting) buttons.push({ form: "second", label: "hat.second", whole: "hat.second-film" });
  if (hat.vetoes && !own.vetoed && !isMine && !waiting)
    buttons.push({ form: "veto", label: "hat.veto", whole: "hat.veto-film" });
  if (buttons.length === 0) return null;
  return (
    <Form
      method="post"
      action={paths.lottery(loaded.lottery.id)}
      className="ticket-commands"
      preventScrollReset
    >
      <input type="hidden" name="film" value={id} />
      {buttons.map(({ form, label, whole }) => (
        <button
          key={form}
          name="form"
          value={form}
          className="text-button"
          aria-label={whole && words(whole, { title })}
        >
          {words(label)}
        </button>
      ))}
    </Form>
  );
}
