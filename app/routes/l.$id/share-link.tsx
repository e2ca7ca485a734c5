import { useRef, useState } from "react";
import { useWords } from "#app/copy/words.ts";
import { useScripted } from "#app/ui/scripted.ts";

/** The link to send: a field to select without JavaScript, one tap to copy with it. */
export function ShareLink({ link }: { link: string }) {
  const words = useWords();
  const field = useRef<HTMLInputElement>(null);
  const scripted = useScripted();
  const [copied, setCopied] = useState(false);

  async function copy(): Promise<void> {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(link);
      setCopied(true);
    } catch {
      // Not allowed here: the link stays selected, to be copied by hand.
    }
  }

  return (
    <section className="share">
      <label htmlFor="share-link">{words("lottery.share")}</label>
      <div className="share-line">
        <input
          id="share-link"
          ref={field}
          readOnly
          value={link}
          dir="ltr"
          aria-describedby="share-hint"
          onFocus={(event) => event.currentTarget.select()}
        />
        {scripted ? (
          <button type="button" className="button" onClick={() => void copy()}>
            {words(copied ? "lottery.copied" : "lottery.copy")}
          </button>
        ) : null}
      </div>
      <p className="hint" id="share-hint">
        {words("lottery.share-hint")}
      </p>
    </section>
  );
}
