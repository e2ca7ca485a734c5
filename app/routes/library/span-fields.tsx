import { useWords } from "#app/copy/words.ts";
import { TextField } from "#app/ui/forms/field.tsx";

/** Two fields for the ends of a span. */
export function SpanFields({
  name,
  ids,
  values,
}: {
  name: "filter.year";
  ids: readonly [string, string];
  values: readonly [number | null, number | null];
}) {
  const words = useWords();
  return (
    <fieldset className="finder-span">
      <legend>{words(name)}</legend>
      {(["from", "to"] as const).map((end, index) => (
        <TextField
          key={end}
          name={ids[index]!}
          id={ids[index]!}
          inputMode="numeric"
          label={words(`${name}-${end}`)}
          labelHidden
          placeholder={words(`${name}-${end}`)}
          defaultValue={values[index] === null ? "" : String(values[index])}
        />
      ))}
    </fieldset>
  );
}
