import type { useForm } from "@conform-to/react";
import { lazy, memo, Suspense } from "react";
import { useWords } from "#app/copy/words.ts";
import { rulesBy, USUAL_RULES } from "#app/domain/hat/hat-rules.ts";
import type { LotteryInput } from "#app/domain/lottery/lottery-input.ts";
import { WAYS } from "#app/domain/lottery/lottery.ts";

type Fields = ReturnType<typeof useForm<LotteryInput>>[1];

/**
 * How the film is to be chosen, and what the host of a hat decides besides. Rendered again only when that was changed from
 * outside: else React would throw away what was chosen here before it has taken the rules over.
 */
export const Ways = memo(AllWays, (one, other) => stateOf(one.fields) === stateOf(other.fields));

function stateOf({ way, cap, date, time }: Fields): string {
  return [way.initialValue, cap.key, date.errors, time.errors].join();
}

function AllWays({ fields }: { fields: Fields }) {
  const words = useWords();
  const { cap, date, time } = fields;
  const chosen = fields.way.initialValue ?? WAYS[0];
  const rules = cap.initialValue ? rulesBy((name) => fields[name].initialValue) : USUAL_RULES;
  return (
    <fieldset className="ways">
      <legend>{words("home.way")}</legend>
      {WAYS.map((way) => (
        <label key={way} className="way">
          <input type="radio" name="way" value={way} defaultChecked={way === chosen} />
          <span>
            {words(`way.${way}`)} <span className="hint">{words(`way.${way}-hint`)}</span>
          </span>
        </label>
      ))}
      {/* Who has sent the form may have changed them. */}
      <details className="hat-rules panel" open={chosen === "collect" || undefined}>
        <summary>{words("rules.title")}</summary>
        <Suspense
          // Until they can be changed.
          fallback={Object.entries(rules).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
        >
          <LateRules key={cap.key} typed={rules} problems={{ date: date.errors, time: time.errors }} />
        </Suspense>
      </details>
    </fieldset>
  );
}

const LateRules = lazy(async () => {
  try {
    return { default: (await import("./late-rules.tsx")).LateRules };
  } catch {
    // The network is away, or a release came in between.
    return new Promise<never>(() => {});
  }
});

/** What the form's button says: the style sheet shows what fits the way that is chosen, so without JavaScript too. */
export function CreateWords() {
  const words = useWords();
  return (
    <>
      <span className="by-lot">{words("home.create")}</span>
      <span className="by-vote" hidden>
        {words("home.create-poll")}
      </span>
    </>
  );
}
