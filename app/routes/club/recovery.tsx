import { Form, useNavigation } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { paths } from "#app/paths.ts";
import { Alert } from "#app/ui/alert.tsx";
import { AutoRetry } from "#app/ui/forms/auto-retry.tsx";
import type { Answer } from "./form-answer.ts";
import { MadeLink } from "./made-link.tsx";

/** Makes the link that lets somebody back in who has lost the browser. */
export function Recovery({
  there,
  submitKey,
  answer,
}: {
  there: boolean;
  submitKey: string;
  answer: Answer | undefined;
}) {
  const words = useWords();
  const busy = useNavigation().formData?.get("form") === "recovery";
  const mine = answer?.form === "recovery" ? answer : undefined;
  return (
    <section className="panel club-part" id="recovery">
      <h2>{words("club.recovery")}</h2>
      <p className="hint">{words("club.recovery-text")}</p>
      {mine?.trouble ? <Alert>{words("club.conflict")}</Alert> : null}
      {mine?.made ? (
        <MadeLink
          made={mine.made}
          label={words("club.recovery-made")}
          hint={words("club.recovery-made-hint")}
        />
      ) : null}
      {there && !mine?.made ? <p>{words("club.recovery-there")}</p> : null}
      <Form method="post" action={paths.club}>
        <input type="hidden" name="form" value="recovery" />
        <input type="hidden" name="submitKey" value={mine?.unsaved ? mine.typed.submitKey : submitKey} />
        <button className="button" aria-disabled={busy || undefined}>
          {words(busy ? "club.making" : "club.recovery-make")}
        </button>
        {mine?.unsaved && mine.unsaved !== "no-cookie" ? <AutoRetry answer={mine} /> : null}
      </Form>
    </section>
  );
}
