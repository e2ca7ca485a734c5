import { useEffect, useRef } from "react";
import { useWords } from "#app/copy/words.ts";
import { CAP, ODDS, type TypedRules } from "#app/domain/hat/hat-rules.ts";
import { ChoiceField, TextField } from "../forms/field.tsx";

const CAPS = Array.from({ length: CAP.most - CAP.min + 1 }, (_, index) => String(CAP.min + index));

/** The fields of what a host decides about a hat: how many films each, until when, what is shown, and the odds. */
export function HatRuleFields({
  typed,
  problems,
}: {
  typed: TypedRules;
  problems: { date?: string[] | undefined; time?: string[] | undefined };
}) {
  const words = useWords();
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => noteZone(element.current!), []);
  return (
    <div className="rules-form" ref={element} onInput={({ currentTarget }) => noteZone(currentTarget)}>
      <input type="hidden" name="zone" defaultValue={typed.zone} />
      <ChoiceField
        name="cap"
        id="cap"
        label={words("rules.cap")}
        choices={CAPS.map((value) => ({ value, words: value }))}
        defaultValue={typed.cap}
      />
      <ChoiceField
        name="odds"
        id="odds"
        label={words("rules.odds")}
        choices={ODDS.map((value) => ({ value, words: words(`rules.odds-${value}`) }))}
        defaultValue={typed.odds}
      />
      <TextField
        name="date"
        id="until-date"
        type="date"
        label={words("rules.until")}
        hint={
          <>
            {words("rules.until-hint")} <noscript>{words("rules.until-utc")}</noscript>
          </>
        }
        defaultValue={typed.date}
        problems={problems.date}
      />
      <TextField
        name="time"
        id="until-time"
        type="time"
        label={words("rules.time")}
        defaultValue={typed.time}
        problems={problems.time}
      />
      <div className="chips">
        {(["named", "nod", "vetoes"] as const).map((name) => (
          <label key={name} className="chip">
            <input type="checkbox" name={name} defaultChecked={typed[name] === "on"} />
            {words(`rules.${name}`)}
          </label>
        ))}
      </div>
    </div>
  );
}

/** Says with the form how far the visitor's clock is behind UTC at the moment that was chosen. */
function noteZone(fields: HTMLElement): void {
  const field = (name: string) => fields.querySelector<HTMLInputElement>(`[name=${name}]`)!;
  const behind = new Date(`${field("date").value}T${field("time").value}`).getTimezoneOffset();
  field("zone").value = String(behind || 0);
}
