import { Form } from "@remix-run/react";
import type { FormEvent } from "react";
import { useWords } from "#app/copy/words.ts";
import { CAP, ODDS } from "#app/domain/hat.ts";
import { paths } from "#app/paths.ts";
import { ChoiceField, TextField } from "#app/ui/field.tsx";
import { useHydrated } from "#app/ui/use-hydrated.ts";
import type { HatParts } from "./hat-parts.ts";

const CAPS = Array.from({ length: CAP.most - CAP.min + 1 }, (_, index) => String(CAP.min + index));

/** What the host decides about the hat, now or later. */
export function RulesForm({ loaded, hat, answer }: HatParts) {
  const words = useWords();
  const hydrated = useHydrated();
  const mine = answer?.form === "rules" ? answer : undefined;
  const { typed } = mine ?? {};
  // Without scripts, times are those of UTC.
  const until = momentOf(hat.closesAt, hydrated);
  const ticked = (name: "named" | "nod" | "vetoes") => (typed ? typed[name] === "on" : hat[name]);
  return (
    <details className="hat-rules" open={mine ? true : undefined}>
      <summary>{words("hat.rules")}</summary>
      <Form
        method="post"
        action={paths.lottery(loaded.lottery.id)}
        className="rules-form"
        onSubmit={noteZone}
        noValidate
      >
        <input type="hidden" name="form" value="rules" />
        <input type="hidden" name="zone" defaultValue="0" />
        <ChoiceField
          name="cap"
          id="cap"
          label={words("hat.cap")}
          choices={CAPS.map((value) => ({ value, words: value }))}
          defaultValue={typed?.cap ?? String(hat.cap)}
        />
        <ChoiceField
          name="odds"
          id="odds"
          label={words("hat.odds")}
          choices={ODDS.map((value) => ({ value, words: words(`hat.odds-${value}`) }))}
          defaultValue={typed?.odds ?? hat.odds}
        />
        <TextField
          key={`date ${until.date}`}
          name="date"
          id="until-date"
          type="date"
          label={words("hat.until")}
          hint={
            <>
              {words("hat.until-hint")} <noscript>{words("hat.until-utc")}</noscript>
            </>
          }
          defaultValue={typed?.date ?? until.date}
          problems={mine?.problems.date}
        />
        <TextField
          key={`time ${until.time}`}
          name="time"
          id="until-time"
          type="time"
          label={words("evening.time")}
          defaultValue={typed?.time ?? until.time}
          problems={mine?.problems.time}
        />
        {(["named", "nod", "vetoes"] as const).map((name) => (
          <label key={name} className="chip">
            <input type="checkbox" name={name} defaultChecked={ticked(name)} />
            {words(name === "nod" ? "hat.nod-rule" : `hat.${name}`)}
          </label>
        ))}
        <button className="button">{words("hat.save")}</button>
      </Form>
    </details>
  );
}

/** Says with the form how far the visitor's clock is behind UTC at the moment that was chosen. */
function noteZone({ currentTarget: { elements } }: FormEvent<HTMLFormElement>): void {
  const field = (name: string) => elements.namedItem(name) as HTMLInputElement;
  const behind = new Date(`${field("date").value}T${field("time").value}`).getTimezoneOffset();
  field("zone").value = String(behind || 0);
}

/** Date and time of a moment as fields want them: by the visitor's clock, or by UTC. */
function momentOf(at: number | null, local: boolean): { date: string; time: string } {
  if (at === null) return { date: "", time: "" };
  const shifted = new Date(at - (local ? new Date(at).getTimezoneOffset() * 60_000 : 0)).toISOString();
  return { date: shifted.slice(0, 10), time: shifted.slice(11, 16) };
}
