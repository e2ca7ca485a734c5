import { useRef, useState } from "react";
import { useWords } from "#app/copy/words.ts";
import { shareTargets } from "#app/domain/share-targets.ts";
import { useHydrated } from "#app/ui/use-hydrated.ts";
import { QrCode } from "./qr-code.tsx";

type Shared = { id: string; name: string | null; entries: readonly unknown[]; draw: unknown; open: unknown };

/** Ways to pass the lottery's link on. */
export function Share({ lottery, link }: { lottery: Shared; link: string }) {
  const words = useWords();
  const title = lottery.name ?? words("lottery.untitled");
  // Never the winner: whoever gets the link should see it drawn.
  const text =
    lottery.draw && !lottery.open
      ? words("share.text-drawn", { title })
      : words("share.text", { title, count: lottery.entries.length });
  return (
    <section className="share">
      <div className="share-head">
        <label htmlFor="share-link">{words("lottery.share")}</label>
        <SystemShare {...{ link, title, text }} />
      </div>
      <LinkField link={link} />
      <Services {...{ link, title, text }} />
      <QrCode id={lottery.id} />
    </section>
  );
}

/** A field to select without JavaScript, one tap to copy with it. */
function LinkField({ link }: { link: string }) {
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
    <>
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
        {hydrated ? (
          <button type="button" className="button" onClick={() => void copy()}>
            {words(copied ? "lottery.copied" : "lottery.copy")}
          </button>
        ) : null}
      </div>
      <p className="hint" id="share-hint">
        {words("lottery.share-hint")}
      </p>
    </>
  );
}

/** The system's own share sheet, where the browser has one. */
function SystemShare({ link, title, text }: { link: string; title: string; text: string }) {
  const words = useWords();
  const hydrated = useHydrated();
  if (!hydrated || typeof navigator.share !== "function") return null;

  async function share(): Promise<void> {
    try {
      await navigator.share({ url: link, title, text });
    } catch {
      // Closed without choosing, or not allowed here: the other ways stand below.
    }
  }

  return (
    <button type="button" className="text-button link" onClick={() => void share()}>
      {words("share.more")}
    </button>
  );
}

/** In new tabs, as this page may be waiting for the draw. */
function Services({ link, title, text }: { link: string; title: string; text: string }) {
  const words = useWords();
  const targets = shareTargets({ link, text, subject: title });
  return (
    <ul className="services" aria-label={words("share.by")}>
      {(["telegram", "whatsapp", "vk"] as const).map((service) => (
        <li key={service}>
          <a className="button" href={targets[service]} target="_blank" rel="noreferrer">
            {words(`share.${service}`)}
          </a>
        </li>
      ))}
      <li>
        <a className="button" href={targets.mail}>
          {words("share.mail")}
        </a>
      </li>
    </ul>
  );
}
