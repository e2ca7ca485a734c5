import { Form } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import type { HatFilm } from "#app/domain/hat/hat.ts";
import { paths } from "#app/paths.ts";
import { TextField } from "#app/ui/forms/field.tsx";
import type { HatParts } from "./hat-parts.ts";

type OfFilm = HatParts & { film: HatFilm };

/** Title and year of a film of one's own, as long as nobody else is behind it. */
export function Change({ film: { id, title, year }, loaded, answer }: OfFilm) {
  const words = useWords();
  if (!loaded.hat.own.alone.includes(id)) return null;
  const mine = answer?.form === "change" && answer.typed.film === id ? answer : undefined;
  return (
    <details open={mine ? true : undefined}>
      <summary>{words("hat.change")}</summary>
      <Form method="post" action={paths.lottery(loaded.lottery.id)} className="ticket-form" noValidate>
        <input type="hidden" name="form" value="change" />
        <input type="hidden" name="film" value={id} />
        <TextField
          name="title"
          id={`change-title-${id}`}
          label={words("home.film")}
          defaultValue={mine?.typed.title ?? title}
          problems={mine?.problems.title}
        />
        <TextField
          name="year"
          id={`change-year-${id}`}
          inputMode="numeric"
          label={words("home.year")}
          defaultValue={mine?.typed.year ?? (year === null ? "" : String(year))}
          problems={mine?.problems.year}
        />
        <button className="button">{words("hat.change-save")}</button>
      </Form>
    </details>
  );
}

/** Takes a film out with a word that everyone reads: for the host's club. */
export function TakeOut({ film: { id }, loaded, answer }: OfFilm) {
  const words = useWords();
  if (!loaded.mine) return null;
  const mine = answer?.form === "remove" && answer.typed.film === id ? answer : undefined;
  return (
    <details open={mine ? true : undefined}>
      <summary>{words("hat.remove")}</summary>
      <Form method="post" action={paths.lottery(loaded.lottery.id)} className="ticket-form" noValidate>
        <input type="hidden" name="form" value="remove" />
        <input type="hidden" name="film" value={id} />
        <TextField
          name="word"
          id={`word-${id}`}
          label={words("hat.remove-word")}
          defaultValue={mine?.typed.word}
          problems={mine?.problems.word}
        />
        <button className="button">{words("hat.remove")}</button>
      </Form>
    </details>
  );
}
