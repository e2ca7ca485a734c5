import { Form, useNavigation } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { paths } from "#app/paths.ts";
import { AutoRetry } from "#app/ui/forms/auto-retry.tsx";
import { TextField } from "#app/ui/forms/field.tsx";
import type { Answer } from "./form-answer.ts";

/** One line of text that is saved for itself: a name. */
export function LineForm({
  form,
  field,
  label,
  hint,
  value,
  answer,
}: {
  form: "name" | "me";
  field: "name" | "firstName";
  label: string;
  hint?: string;
  value: string;
  answer: Answer | undefined;
}) {
  const words = useWords();
  const busy = useNavigation().formData?.get("form") === form;
  const mine = answer?.form === form ? answer : undefined;
  return (
    <Form method="post" action={paths.club} className="line-form" noValidate>
      <input type="hidden" name="form" value={form} />
      <TextField
        key={value}
        name={field}
        id={field}
        label={label}
        hint={hint}
        autoComplete={field === "firstName" ? "given-name" : "off"}
        defaultValue={mine?.typed[field] ?? value}
        problems={mine?.problems}
      />
      <button className="button" aria-disabled={busy || undefined}>
        {words(busy ? "club.saving" : "club.save")}
      </button>
      {mine?.unsaved && mine.unsaved !== "no-cookie" ? <AutoRetry answer={mine} /> : null}
    </Form>
  );
}
