import { Form } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { paths } from "#app/paths.ts";

/** Fixes the list. When the time of the hat is over, whoever has the link may press. */
export function CloseForm({ id, over = false }: { id: string; over?: boolean }) {
  const words = useWords();
  return (
    <Form method="post" action={paths.lottery(id)} className="hat-close">
      <button name="form" value="close" className="button primary large">
        {words(over ? "hat.over-close" : "hat.close")}
      </button>
      <p className="hint">{words("hat.close-hint")}</p>
    </Form>
  );
}
