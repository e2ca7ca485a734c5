import { useRef, useState } from "react";
import { useWords } from "#app/copy/words.ts";
import { useHydrated } from "../use-hydrated.ts";

/** The link in a field, to select without JavaScript, and one tap to copy with it. Its label stands elsewhere. */
export function LinkField({
  link,
  hint = false,
  id = "share-link",
}: {
  link: string;
  hint?: boolean;
  id?: string;
}) {
  const words = useWords();
  const field = useRef<HTMLInputElement>(null);
  const hydrated = useHydrated();
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
    <div className="share-line">
      <input
        id={id}
        ref={field}
        readOnly
        value={link}
        dir="ltr"
        aria-describedby={hint ? "share-hint" : undefined}
        onFocus={(event) => event.currentTarget.select()}
      />
      <span className="unseen" role="status">
        {copied ? words("lottery.copied") : ""}
      </span>
      {hydrated ? (
        <button type="button" className="button" onClick={() => void copy()}>
          {words(copied ? "lottery.copied" : "lottery.copy")}
        </button>
      ) : null}
    </div>
  );
}
