import { Form, useNavigation } from "@remix-run/react";
import { useRef, useState } from "react";
import { useWords } from "#app/copy/words.ts";
import { titleKey } from "#app/domain/film/movie.ts";
import { paths } from "#app/paths.ts";
import { AutoRetry } from "#app/ui/forms/auto-retry.tsx";
import { DraftNote } from "#app/ui/forms/draft-note.tsx";
import { TextField } from "#app/ui/forms/field.tsx";
import { FoundMovies } from "#app/ui/film/found-movies.tsx";
import { useTextDraft } from "#app/ui/forms/text-draft.ts";
import { TitleField } from "#app/ui/forms/title-field.tsx";
import { useNotice } from "#app/ui/use-notice.ts";
import { putIntoFields } from "#app/ui/film/whole-film.ts";
import type { HatParts } from "./hat-parts.ts";
import { MoreFields } from "./more-fields.tsx";

/** Puts films into the hat. Every button submits, so all of it works without JavaScript. */
export function SuggestForm({ loaded, hat, answer, submitKey }: HatParts & { submitKey: string }) {
  const words = useWords();
  const { firstName, own } = loaded.hat;
  const action = paths.lottery(loaded.lottery.id);
  const mine = answer?.form === "suggest" ? answer : undefined;
  const typed = mine?.typed ?? {};
  const busy = useNavigation().formData?.get("form") === "suggest";
  const element = useRef<HTMLFormElement>(null);
  const [line, setLine] = useState({ title: "", year: "" });
  const notice = useNotice();
  const draft = useTextDraft(`hat-${loaded.lottery.id}`, element, {
    saved: notice?.id === "suggestion-in" || notice?.id === "suggestion-joined",
    answer: mine,
    freshKey: submitKey,
    busy,
  });

  function onInput(): void {
    if (!element.current) return;
    const { elements } = element.current;
    const of = (name: string) => (elements.namedItem(name) as HTMLInputElement).value;
    setLine({ title: of("title"), year: of("year") });
    draft.keep();
  }

  const key = titleKey(line.title);
  const same =
    key !== "" && hat.films.find((film) => titleKey(film.title) === key && isYear(film.year, line.year));
  return (
    <Form ref={element} method="post" action={action} className="composer" onInput={onInput} noValidate>
      <h2 className="whole-row">{words("hat.put")}</h2>
      {own.left === null ? null : (
        <p className="hint whole-row" role="status">
          {words("hat.left", { count: own.left })}
        </p>
      )}
      {draft.restored ? <DraftNote discard={draft.discard} /> : null}
      <input type="hidden" name="form" value="suggest" />
      <input type="hidden" name="submitKey" value={typed.submitKey ?? draft.key} />
      <input type="hidden" name="ref" defaultValue={typed.ref} />
      <TitleField
        name="title"
        id="title"
        label={words("home.film")}
        defaultValue={typed.title}
        problems={mine?.problems.title}
        hint={<span role="status">{same ? words("hat.same") : null}</span>}
        pick={(entry) => putIntoFields(element.current, entry)}
      />
      <TextField
        name="year"
        id="year"
        inputMode="numeric"
        label={words("home.year")}
        defaultValue={typed.year}
        problems={mine?.problems.year}
      />
      <TextField
        name="firstName"
        id="firstName"
        label={words("hat.first-name")}
        hint={words(hat.named ? "hat.first-name-hint" : "hat.first-name-hidden")}
        autoComplete="given-name"
        defaultValue={typed.firstName ?? firstName}
        problems={mine?.problems.firstName}
        className="whole-row"
      />
      <button className="button primary composer-add" aria-disabled={busy || undefined}>
        {words(busy ? "hat.putting" : "hat.put-button")}
      </button>
      {/* After the other, which Enter presses. */}
      <button name="find" value="1" formAction={`${action}#found`} className="button composer-find">
        {words("find.button")}
      </button>
      {mine?.found ? <FoundMovies found={mine.found} action={action} /> : null}
      <MoreFields typed={typed} problems={mine?.problems ?? {}} />
      {mine?.unsaved && mine.unsaved !== "no-cookie" ? <AutoRetry answer={mine} /> : null}
    </Form>
  );
}

/** Whether a year is the one that stands in the field, or both are blank. */
function isYear(year: number | null, typed: string): boolean {
  return (year === null ? "" : String(year)) === typed.trim();
}
