import { useWords } from "#app/copy/words.ts";
import { WAYS } from "#app/domain/lottery.ts";

/** How the film is to be chosen. */
export function Ways({ chosen = WAYS[0] }: { chosen?: string | undefined }) {
  const words = useWords();
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
    </fieldset>
  );
}
