import { Form } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { TAKE_COUNTS, TAKE_USUAL } from "#app/domain/library/take.ts";
import { paths } from "#app/paths.ts";
import { ChoiceField } from "#app/ui/forms/field.tsx";

/** Asks for films at random, among those that the filter leaves; by GET. */
export function TakeForm({ query }: { query: string }) {
  const words = useWords();
  return (
    <Form method="get" action={paths.random} className="take-form">
      {[...new URLSearchParams(query)].map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
      <ChoiceField
        name="take"
        id="take"
        label={words("random.count")}
        labelHidden
        choices={TAKE_COUNTS.map((count) => ({
          value: String(count),
          words: words("random.films", { count }),
        }))}
        defaultValue={String(TAKE_USUAL)}
      />
      <button className="button">{words("random.take")}</button>
    </Form>
  );
}
