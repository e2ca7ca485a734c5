import { Form } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { HISTORY_SHOWN, type HistoryFilter } from "#app/domain/club/history.ts";
import { paths } from "#app/paths.ts";
import { ChoiceField, TextField } from "#app/ui/forms/field.tsx";

/** Narrows the list, by GET: so that it can be gone back to, and sent to the others. */
export function FilterForm({ filter }: { filter: HistoryFilter }) {
  const words = useWords();
  return (
    <Form action={paths.history} className="filter-form">
      <TextField
        name="search"
        id="search"
        type="search"
        label={words("history.search")}
        defaultValue={filter.search}
      />
      <ChoiceField
        name="show"
        id="show"
        label={words("history.show")}
        defaultValue={filter.show}
        choices={HISTORY_SHOWN.map((value) => ({ value, words: words(`history.show-${value}`) }))}
      />
      <button className="button">{words("history.find")}</button>
    </Form>
  );
}
