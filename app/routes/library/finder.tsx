import { Form, Link } from "@remix-run/react";
import { useRef } from "react";
import { useWords } from "#app/copy/words.ts";
import type { LibraryCounts } from "#app/domain/library/library.ts";
import { filterCount, SKIP_MAX, SORTS, type LibraryFilter } from "#app/domain/library/library-filter.ts";
import { paths } from "#app/paths.ts";
import { ChoiceField, TextField } from "#app/ui/forms/field.tsx";
import { LabelChoices } from "./label-choices.tsx";
import { SpanFields } from "./span-fields.tsx";
import { usePresentTime } from "./use-present-time.ts";
import { useLiveFilter } from "./use-live-filter.ts";

/** Looks for films and leaves some out. Sent by GET, so that what it says is in the address; with scripts as one types. */
export function Finder({ filter, counts }: { filter: LibraryFilter; counts: LibraryCounts | null }) {
  const words = useWords();
  const element = useRef<HTMLFormElement>(null);
  const live = useLiveFilter(element);
  const now = usePresentTime();
  const set = filterCount(filter);
  return (
    <Form ref={element} method="get" action={paths.library} role="search" className="panel finder" {...live}>
      <TextField
        name="q"
        id="find"
        type="search"
        label={words("filter.find")}
        labelHidden
        placeholder={words("filter.find")}
        defaultValue={filter.text}
        enterKeyHint="search"
      />
      <button className="button">{words("filter.show")}</button>
      <details className="whole-row finder-more">
        <summary>{words("filter.more", { count: set })}</summary>
        <LabelChoices filter={filter} counts={counts} />
        <div className="finder-fields">
          <ChoiceField
            name="sort"
            id="sort"
            label={words("filter.sort")}
            choices={SORTS.map((sort) => ({ value: sort, words: words(`sort.${sort}`) }))}
            defaultValue={filter.sort}
          />
          <SpanFields name="filter.year" ids={["from", "to"]} values={[filter.yearFrom, filter.yearTo]} />
          <TextField
            name="runtime"
            id="runtime"
            inputMode="numeric"
            label={words("filter.runtime")}
            defaultValue={textOf(filter.runtimeMax)}
          />
          <TextField
            key={now}
            name="start"
            id="start"
            type="time"
            label={words("filter.start")}
            defaultValue={filter.evening?.start ?? now}
          />
          <TextField
            name="end"
            id="end"
            type="time"
            label={words("filter.end")}
            defaultValue={filter.evening?.end}
          />
          <ChoiceField
            name="rating"
            id="rating"
            label={words("filter.rating")}
            choices={RATINGS.map((each) => ({ value: each, words: each || words("filter.any") }))}
            defaultValue={textOf(filter.ratingMin)}
          />
          <ChoiceField
            name="watched"
            id="watched"
            label={words("filter.watched")}
            choices={[
              { value: "", words: words("filter.any") },
              { value: "yes", words: words("filter.watched-yes") },
              { value: "no", words: words("filter.watched-no") },
            ]}
            defaultValue={filter.watched === null ? "" : filter.watched ? "yes" : "no"}
          />
          <TextField
            name="skip"
            id="skip"
            inputMode="numeric"
            label={words("filter.skip")}
            placeholder={`1–${SKIP_MAX}`}
            defaultValue={textOf(filter.skip)}
          />
          <label className="chip">
            <input type="checkbox" name="won" value="never" defaultChecked={filter.neverWon} />
            {words("filter.won")}
          </label>
        </div>
        <button className="button">{words("filter.show")}</button>
      </details>
      {set > 0 || filter.text !== "" ? (
        <Link to={paths.library} className="whole-row">
          {words("filter.reset")}
        </Link>
      ) : null}
    </Form>
  );
}

const RATINGS = ["", "5", "6", "7", "8", "9"];

function textOf(value: number | null): string {
  return value === null ? "" : String(value);
}
