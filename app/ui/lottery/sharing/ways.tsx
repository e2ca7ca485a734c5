import { useWords } from "#app/copy/words.ts";
import { shareTargets } from "#app/domain/lottery/share-targets.ts";
import { useHydrated } from "../../use-hydrated.ts";

/** What is passed on: the link, and the words that go with it. */
export type Message = { link: string; title: string; text: string };

/** The system's own share sheet, where the browser has one. */
export function SystemShare({ link, title, text }: Message) {
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
export function Services({ link, title, text }: Message) {
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
