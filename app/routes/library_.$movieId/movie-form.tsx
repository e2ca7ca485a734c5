import { Form, useNavigation } from "@remix-run/react";
import { type ReactNode, useRef } from "react";
import { useWords } from "#app/copy/words.ts";
import { BADGES, type LibraryMovie } from "#app/domain/library/library.ts";
import type { Unsaved } from "#app/http/answer.ts";
import { AutoRetry } from "#app/ui/forms/auto-retry.tsx";
import { BadgeIcon } from "#app/ui/film/badge-icon.tsx";
import { DraftNote } from "#app/ui/forms/draft-note.tsx";
import { ChoiceField, Problems, TextArea, TextField } from "#app/ui/forms/field.tsx";
import { useNotice } from "#app/ui/use-notice.ts";
import { useTextDraft } from "#app/ui/forms/text-draft.ts";

/** A form that comes back: what it said, by the names of its fields, and what is wrong with it. */
export type Answer = { typed: Typed; problems: Record<string, string[]>; unsaved: Unsaved | null };

type Typed = Record<(typeof TEXTS)[number], string> & { badges: string[] };

/** The fields of the form that hold one text. */
const TEXTS = ["tags", "note", "ownRating", "watchedOn", "runtime", "genres", "countries"] as const;

/** What a form says, to be shown again. */
export function typedIn(form: {
  get: (name: string) => unknown;
  getAll: (name: string) => unknown[];
}): Typed {
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  const texts = TEXTS.map((name) => [name, text(form.get(name))] as const);
  return {
    ...(Object.fromEntries(texts) as Record<(typeof TEXTS)[number], string>),
    badges: form.getAll("badge").map(text),
  };
}

/** What the club says of a film, to be changed. */
export function MovieForm({ movie, answer }: { movie: LibraryMovie; answer: Answer | undefined }) {
  const words = useWords();
  const busy = useNavigation().state === "submitting";
  const element = useRef<HTMLFormElement>(null);
  const draft = useTextDraft(`note-${movie.id}`, element, {
    saved: useNotice()?.id === "movie-changed",
    answer,
  });
  const shown = answer?.typed ?? typedOf(movie);
  const field = (name: (typeof TEXTS)[number], label: ReactNode) => ({
    name,
    id: name,
    label,
    defaultValue: shown[name],
    problems: answer?.problems[name],
  });
  return (
    // Filled anew when something else was saved.
    <Form key={JSON.stringify(typedOf(movie))} method="post" noValidate ref={element} onInput={draft.keep}>
      {draft.restored ? <DraftNote discard={draft.discard} /> : null}
      <fieldset className="chips">
        <legend>{words("movie.badges")}</legend>
        {BADGES.map((badge) => (
          <label key={badge} className="chip">
            <input type="checkbox" name="badge" value={badge} defaultChecked={shown.badges.includes(badge)} />
            <BadgeIcon badge={badge} />
            {words(`badge.${badge}`)}
          </label>
        ))}
      </fieldset>
      <TextArea {...field("note", words("library.note"))} rows={3} hint={words("library.note-hint")} />
      <TextField {...field("tags", words("movie.tags"))} hint={words("movie.commas")} />
      <div className="finder-fields">
        <div>
          <ChoiceField
            name="ownRating"
            id="ownRating"
            label={words("movie.own-rating")}
            choices={RATINGS.map((value) => ({ value, words: value || words("movie.unrated") }))}
            defaultValue={shown.ownRating}
          />
          <Problems id="ownRating-problems" problems={answer?.problems.ownRating} />
        </div>
        <TextField {...field("watchedOn", words("movie.watched-on"))} type="date" />
        <TextField {...field("runtime", words("movie.runtime"))} inputMode="numeric" />
      </div>
      <TextField {...field("genres", words("movie.genres"))} hint={words("movie.commas")} />
      <TextField {...field("countries", words("movie.countries"))} hint={words("movie.commas")} />
      {answer && Object.keys(answer.problems).length > 0 ? (
        <p className="problems" role="alert">
          {words("movie.errors")}
        </p>
      ) : null}
      <button className="button primary" aria-disabled={busy || undefined}>
        {words(busy ? "movie.saving" : "movie.save")}
      </button>
      {answer?.unsaved ? <AutoRetry answer={answer} /> : null}
    </Form>
  );
}

const RATINGS = ["", ...Array.from({ length: 10 }, (_, index) => String(10 - index))];

function typedOf(movie: LibraryMovie): Typed {
  const { note, badges, tags, ownRating, watchedOn, runtime, genres, countries } = movie;
  return {
    note,
    badges: [...badges],
    tags: tags.join(", "),
    ownRating: String(ownRating ?? ""),
    watchedOn: watchedOn ?? "",
    runtime: String(runtime ?? ""),
    genres: genres.join(", "),
    countries: countries.join(", "),
  };
}
