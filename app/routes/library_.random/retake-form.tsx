import { Form } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { SKIP_MAX } from "#app/domain/library/library-filter.ts";
import { TAKE_COUNTS } from "#app/domain/library/take.ts";
import { paths } from "#app/paths.ts";
import { ChoiceField, TextField } from "#app/ui/forms/field.tsx";

/** Asks for other films, or for another number of them, or without those that won lately; by GET. */
export function RetakeForm({ query, count }: { query: string; count: number }) {
  const words = useWords();
  const { skip, others } = withoutSkip(query);
  return (
    <Form method="get" action={paths.random} className="take-form">
      {others.map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
      <ChoiceField
        name="take"
        id="take"
        label={words("random.count")}
        choices={TAKE_COUNTS.map((each) => ({
          value: String(each),
          words: words("random.films", { count: each }),
        }))}
        defaultValue={String(count)}
      />
      <TextField
        name="skip"
        id="skip"
        inputMode="numeric"
        label={words("filter.skip")}
        placeholder={`1–${SKIP_MAX}`}
        defaultValue={skip}
      />
      <button className="button">{words("random.again")}</button>
    </Form>
  );
}

function withoutSkip(query: string) {
  const all = [...new URLSearchParams(query)];
  const skip = all.find(([name]) => name === "skip")?.[1];
  return { skip, others: all.filter(([name]) => name !== "skip") };
}
