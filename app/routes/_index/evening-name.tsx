import type { FieldMetadata } from "@conform-to/react";
import { useWords } from "#app/copy/words.ts";
import type { LotteryInput } from "#app/domain/lottery/lottery-input.ts";
import { TextField } from "#app/ui/forms/field.tsx";

/** What the evening is called; without a name the lottery is called by its films. */
export function EveningName({ field }: { field: FieldMetadata<LotteryInput["name"], LotteryInput> }) {
  const words = useWords();
  return (
    <TextField
      name={field.name}
      id="name"
      key={field.key}
      defaultValue={field.initialValue}
      label={
        <>
          {words("home.name")} <span className="optional">{words("home.optional")}</span>
        </>
      }
      problems={field.errors}
    />
  );
}
