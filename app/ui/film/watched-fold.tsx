import { Form, useLocation, useNavigation } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { OWN_RATING_MAX } from "#app/domain/library/library.ts";
import type { EntryOf, Watched } from "#app/domain/library/watched.ts";
import { paths } from "#app/paths.ts";
import { BadgeIcon } from "./badge-icon.tsx";
import { ChoiceField, Problems, TextField } from "../forms/field.tsx";
import { usePageScripts } from "../page-scripts.ts";
import { useToday } from "../use-today.ts";

/** A film that won, and where its form stands: in the history, or on the page of its lottery or poll. */
type Film = EntryOf & { title: string; from: "history" | "page" };

/** A form that comes back. */
type Typed = { watchedOn: string; ownRating: string; problems: Record<string, string[]> };

/** Whether a film was watched, in a line; behind it the form that says so. `today` by the server's calendar, in UTC. */
export function WatchedFold({
  film,
  watched,
  today,
}: {
  film: Film;
  watched: Watched | null;
  today: string;
}) {
  const words = useWords();
  const own = useToday();
  const shown = watched
    ? { watchedOn: watched.on ?? "", ownRating: String(watched.rating ?? ""), problems: {} }
    : { watchedOn: own ?? today, ownRating: "", problems: {} };
  return (
    <details className="watched" id={`watched-${film.id}`}>
      <summary>
        {watched ? (
          <>
            <BadgeIcon badge="watched" /> <Said watched={watched} />
          </>
        ) : (
          words("watched.ask")
        )}
        <span className="unseen"> {film.title}</span>
      </summary>
      <WatchedForm {...{ film, shown }} known={watched !== null}>
        <button name="do" value="watched" className="button">
          {words(watched ? "watched.save" : "watched.yes")}
        </button>
        {watched ? (
          <button name="do" value="not" className="text-button">
            {words("watched.no")}
          </button>
        ) : null}
      </WatchedForm>
    </details>
  );
}

function Said({ watched: { on, rating } }: { watched: Watched }) {
  const words = useWords();
  // At noon, so that it is the same day wherever it is read.
  const day = on === null ? null : new Date(`${on}T12:00`);
  return (
    <>
      {day ? words("watched.on", { day }) : words("watched.once")}
      {rating === null ? null : ` · ${words("watched.rating", { rating })}`}
    </>
  );
}

/** The day and the rating, with what sends them. Always sent to the history, which shows it again where it must. */
export function WatchedForm({
  film: { kind, id, entry, title, from },
  known,
  shown,
  children,
}: {
  film: Film;
  known: boolean;
  shown: Typed;
  children: React.ReactNode;
}) {
  const words = useWords();
  const { pathname, search } = useLocation();
  const { formData } = useNavigation();
  usePageScripts("routes/history", paths.history);
  const field = (name: string) => `${name}-${kind}-${id}`;
  return (
    <Form
      method="post"
      action={pathname === paths.history ? `${paths.history}${search}` : paths.history}
      className="watched-form"
      noValidate
      aria-busy={formData?.get("id") === id || undefined}
    >
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="entry" value={entry} />
      <input type="hidden" name="title" value={title} />
      <input type="hidden" name="from" value={from} />
      {known ? <input type="hidden" name="known" value="1" /> : null}
      <TextField
        key={shown.watchedOn}
        name="watchedOn"
        id={field("day")}
        type="date"
        label={words("watched.day")}
        defaultValue={shown.watchedOn}
        problems={shown.problems.watchedOn}
      />
      <div>
        <ChoiceField
          name="ownRating"
          id={field("rating")}
          label={words("watched.own-rating")}
          choices={RATINGS.map((value) => ({ value, words: value || words("watched.unrated") }))}
          defaultValue={shown.ownRating}
        />
        <Problems id={`${field("rating")}-problems`} problems={shown.problems.ownRating} />
      </div>
      <div className="choices">{children}</div>
    </Form>
  );
}

const RATINGS = ["", ...Array.from({ length: OWN_RATING_MAX }, (_, index) => String(OWN_RATING_MAX - index))];
