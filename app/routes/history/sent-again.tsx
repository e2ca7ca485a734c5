import { useWords } from "#app/copy/words.ts";
import { watchedEntry } from "#app/domain/library/watched-entry.ts";
import { AutoRetry } from "#app/ui/forms/auto-retry.tsx";
import { UnconfirmedNote } from "#app/ui/forms/unconfirmed-note.tsx";
import { WatchedForm } from "#app/ui/film/watched-fold.tsx";
import type { Answer } from "./form-answer.ts";

/** A form that came back, above the list: its film may be on another page of it. */
export function SentAgain({ answer }: { answer: Answer }) {
  const words = useWords();
  const { sent, problems, unsaved } = answer;
  const film = watchedEntry(sent);
  if (!film) return null;
  const { title = "", watchedOn = "", ownRating = "" } = sent;
  const undoes = sent.do === "not";
  return (
    <section className="panel club-part" aria-labelledby="sent-again">
      <h2 id="sent-again">{words("watched.title", { title })}</h2>
      {unsaved ? <UnconfirmedNote saved={unsaved} /> : null}
      <WatchedForm
        film={{ ...film, title, from: sent.from === "page" ? "page" : "history" }}
        known={sent.known !== undefined}
        shown={{ watchedOn, ownRating, problems }}
      >
        {/* Not the button's: what is sent by itself has no button. */}
        {undoes ? <input type="hidden" name="do" value="not" /> : null}
        <button className="button primary">{words(undoes ? "watched.no" : "watched.yes")}</button>
        {unsaved ? <AutoRetry answer={answer} /> : null}
      </WatchedForm>
    </section>
  );
}
