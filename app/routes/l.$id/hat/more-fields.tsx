import { useWords } from "#app/copy/words.ts";
import { TextArea, TextField } from "#app/ui/forms/field.tsx";
import type { HatAnswer } from "./hat-answer.ts";

/** What few need to put a film in: room for several at once, and the address of a poster. */
export function MoreFields({ typed, problems }: Pick<HatAnswer, "typed" | "problems">) {
  const words = useWords();
  return (
    <>
      <details className="composer-several" open={Boolean(typed.several) || undefined}>
        <summary>{words("home.several")}</summary>
        <TextArea
          name="several"
          id="several"
          rows={4}
          label={words("home.several-label")}
          defaultValue={typed.several}
          problems={problems.several}
        />
      </details>
      <details className="composer-several" open={Boolean(typed.poster || problems.poster) || undefined}>
        <summary>{words("home.poster")}</summary>
        <TextField
          name="poster"
          id="poster"
          inputMode="url"
          label={words("home.entry-poster")}
          defaultValue={typed.poster}
          problems={problems.poster}
        />
      </details>
    </>
  );
}
