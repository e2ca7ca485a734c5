import { Form, useNavigation } from "@remix-run/react";
import { useState } from "react";
import { type Words, useWords } from "#app/copy/words.ts";
import { IMPORT_BYTES_MAX, IMPORT_FILMS_MAX, type ImportProblem } from "#app/domain/importing/reading.ts";
import { paths } from "#app/paths.ts";
import { AutoRetry } from "#app/ui/forms/auto-retry.tsx";
import { TextArea } from "#app/ui/forms/field.tsx";
import { useHydrated } from "#app/ui/use-hydrated.ts";
import type { Answer } from "./form-answer.ts";

/** Brings a list or a file. With scripts the file stays chosen whatever comes back; without them its name is said. */
export function ImportForm({ submitKey, answer }: { submitKey: string; answer: Answer | undefined }) {
  const words = useWords();
  const hydrated = useHydrated();
  const busy = useNavigation().formAction === paths.import;
  const [tooLarge, setTooLarge] = useState(false);
  const problems = answer?.problems;
  const fileProblem = tooLarge ? "too-large" : (problems?.file ?? null);
  return (
    <Form method="post" encType="multipart/form-data" className="panel club-part" noValidate>
      <input type="hidden" name="submitKey" value={answer?.submitKey ?? submitKey} />
      <TextArea
        name="text"
        id="text"
        rows={7}
        label={words("import.text")}
        hint={words("import.text-hint")}
        defaultValue={answer?.text}
        problems={sentences(problems?.text ?? null, words)}
      />
      <div className="field">
        <label htmlFor="file">{words("import.file")}</label>
        <input
          type="file"
          name="file"
          id="file"
          accept=".csv,.zip,.json,.txt"
          aria-invalid={fileProblem ? true : undefined}
          aria-describedby="file-hint file-problems"
          onChange={({ target }) => setTooLarge((target.files?.[0]?.size ?? 0) > IMPORT_BYTES_MAX)}
        />
        <span className="hint" id="file-hint">
          {words("import.file-hint", { count: IMPORT_FILMS_MAX })}
        </span>
        <span className="problems" id="file-problems" role={tooLarge ? "alert" : undefined}>
          {sentences(fileProblem, words)}
        </span>
      </div>
      {answer?.fileName && !hydrated ? (
        <p className="aside-note">{words("import.file-again", { name: answer.fileName })}</p>
      ) : null}
      {problems?.text || problems?.file ? (
        <p className="problems" role="alert">
          {words("import.errors")}
        </p>
      ) : null}
      <button className="button primary" aria-disabled={busy || undefined} disabled={tooLarge}>
        {words(busy ? "import.looking" : "import.look")}
      </button>
      {busy ? <progress aria-label={words("import.looking")} /> : null}
      {answer?.unsaved && answer.unsaved !== "no-cookie" ? <AutoRetry answer={answer} /> : null}
    </Form>
  );
}

function sentences(problem: ImportProblem | null, words: Words): string[] {
  return problem ? [words(`import.problem.${problem}`, { count: IMPORT_FILMS_MAX })] : [];
}
