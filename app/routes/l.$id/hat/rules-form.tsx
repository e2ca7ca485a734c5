import { Form } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { USUAL_RULES } from "#app/domain/hat/hat-rules.ts";
import { paths } from "#app/paths.ts";
import { HatRuleFields } from "#app/ui/lottery/hat-rule-fields.tsx";
import { useHydrated } from "#app/ui/use-hydrated.ts";
import type { HatParts } from "./hat-parts.ts";

/** What the host decides about a hat that is there. */
export function RulesForm({ loaded, hat, answer }: HatParts) {
  const words = useWords();
  const hydrated = useHydrated();
  const mine = answer?.form === "rules" ? answer : undefined;
  // Without scripts, times are those of UTC.
  const until = momentOf(hat.closesAt, hydrated);
  const ticked = (is: boolean) => (is ? "on" : "");
  const kept = { named: ticked(hat.named), nod: ticked(hat.nod), vetoes: ticked(hat.vetoes) };
  const typed = mine
    ? { ...USUAL_RULES, named: "", ...mine.typed }
    : { ...USUAL_RULES, ...kept, ...until, cap: String(hat.cap), odds: hat.odds };
  return (
    <details className="hat-rules" open={mine ? true : undefined}>
      <summary>{words("rules.title")}</summary>
      <Form method="post" action={paths.lottery(loaded.lottery.id)} className="hat-close" noValidate>
        <input type="hidden" name="form" value="rules" />
        <HatRuleFields key={`${until.date} ${until.time}`} typed={typed} problems={mine?.problems ?? {}} />
        <button className="button">{words("hat.save")}</button>
      </Form>
    </details>
  );
}

/** Date and time of a moment as fields want them: by the visitor's clock, or by UTC. */
function momentOf(at: number | null, local: boolean): { date: string; time: string } {
  if (at === null) return { date: "", time: "" };
  const shifted = new Date(at - (local ? new Date(at).getTimezoneOffset() * 60_000 : 0)).toISOString();
  return { date: shifted.slice(0, 10), time: shifted.slice(11, 16) };
}
