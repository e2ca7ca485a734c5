import { useWords } from "#app/copy/words.ts";
import { POLL_HOURS } from "#app/domain/poll/poll.ts";
import { METHODS } from "#app/domain/poll/poll-method.ts";
import { ChoiceField, TextField } from "../forms/field.tsx";

/** What a host decides about a poll, as texts of a form. */
export type TypedTerms = { name: string; method: string; hours: string; open: boolean };

/** The fields that say how people vote, until when, and what they see before. */
export function PollTerms({
  typed,
  problems,
  keepsEnd = false,
  keepsMethod = false,
}: {
  typed: TypedTerms;
  problems: Readonly<Record<string, readonly string[]>>;
  /** Whether the end may stay as it is. */
  keepsEnd?: boolean;
  /** Whether somebody has voted, so that how people vote stays as it is. */
  keepsMethod?: boolean;
}) {
  const words = useWords();
  const hours = POLL_HOURS.map((each) => ({ value: String(each), words: lengthIn(words, each) }));
  const asItIs = { value: "", words: words("poll.hours-keep") };
  return (
    <>
      {keepsMethod ? (
        <>
          <input type="hidden" name="method" value={typed.method} />
          {typed.open ? <input type="hidden" name="open" value="on" /> : null}
          <p className="hint">{words("poll.method-fixed")}</p>
        </>
      ) : (
        <fieldset className="poll-methods">
          <legend>{words("poll.method")}</legend>
          {METHODS.map((method) => (
            <label key={method}>
              <input type="radio" name="method" value={method} defaultChecked={typed.method === method} />
              <b>{words(`poll.method-${method}`)}</b>
              <span className="hint">{words(`poll.about-${method}`)}</span>
            </label>
          ))}
        </fieldset>
      )}
      <div className="poll-fields">
        <ChoiceField
          name="hours"
          id="hours"
          label={words(keepsEnd ? "poll.hours-from-now" : "poll.hours")}
          defaultValue={typed.hours}
          choices={keepsEnd ? [asItIs, ...hours] : hours}
        />
        <TextField
          name="name"
          id="name"
          label={
            <>
              {words("home.name")} <span className="optional">{words("home.optional")}</span>
            </>
          }
          defaultValue={typed.name}
          problems={problems.name}
        />
      </div>
      {keepsMethod ? null : (
        <label className="poll-open">
          <input type="checkbox" name="open" defaultChecked={typed.open} /> {words("poll.open")}
        </label>
      )}
    </>
  );
}

function lengthIn(words: ReturnType<typeof useWords>, hours: number): string {
  return hours < 24
    ? words("poll.hours-count", { count: hours })
    : words("poll.days-count", { count: hours / 24 });
}
