import { Form } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import type { Unsaved } from "#app/http/answer.ts";
import { AutoRetry } from "#app/ui/forms/auto-retry.tsx";
import { TextArea, TextField } from "#app/ui/forms/field.tsx";
import { UnconfirmedNote } from "#app/ui/forms/unconfirmed-note.tsx";
import type { HatAnswer } from "./hat-answer.ts";

/** A suggestion that could not be confirmed, on a page that cannot show its hat: with all its texts, to be sent again. */
export function Unsent({ answer: { typed, unsaved } }: { answer: HatAnswer & { unsaved: Unsaved } }) {
  const words = useWords();
  return (
    <section className="message-page">
      <h1>{words("hat.put")}</h1>
      <UnconfirmedNote saved={unsaved} />
      <Form method="post" className="message-again" noValidate>
        {["form", "submitKey", "ref", "poster"].map((name) => (
          <input key={name} type="hidden" name={name} value={typed[name] ?? ""} />
        ))}
        <TextField name="title" id="title" label={words("home.film")} defaultValue={typed.title} />
        <TextField name="year" id="year" label={words("home.year")} defaultValue={typed.year} />
        {typed.several ? (
          <TextArea
            name="several"
            id="several"
            rows={4}
            label={words("home.several")}
            defaultValue={typed.several}
          />
        ) : null}
        <TextField
          name="firstName"
          id="firstName"
          label={words("hat.first-name")}
          defaultValue={typed.firstName}
        />
        <button className="button primary">{words("hat.put-button")}</button>
        {unsaved === "no-cookie" ? null : <AutoRetry answer={typed} />}
      </Form>
    </section>
  );
}
