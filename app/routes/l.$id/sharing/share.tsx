import { useWords } from "#app/copy/words.ts";
import { paths } from "#app/paths.ts";
import { LinkField } from "#app/ui/forms/link-field.tsx";
import { QrCode } from "#app/ui/lottery/sharing/qr-code.tsx";
import { Services, SystemShare } from "#app/ui/lottery/sharing/ways.tsx";

type Shared = { id: string; title: string; link: string };

/** Before the draw: the lottery's link, to be sent to everybody who is to take part. */
export function Share({
  id,
  title,
  link,
  count,
  collecting = false,
}: Shared & { count: number; collecting?: boolean }) {
  const words = useWords();
  const text = collecting ? words("hat.share-text", { title }) : words("share.text", { title, count });
  const message = { link, title, text };
  return (
    <section className="share">
      <div className="share-head">
        <label htmlFor="share-link">{words("lottery.share")}</label>
        <SystemShare {...message} />
      </div>
      <LinkField link={link} hint />
      <p className="hint" id="share-hint">
        {words(collecting ? "hat.share-hint" : "lottery.share-hint")}
      </p>
      <Services {...message} />
      <QrCode address={paths.qr(id)} />
    </section>
  );
}

/** After it: the result, to be told. Never the winner's name: whoever gets the link should see it drawn. */
export function ShareResult({ id, title, link }: Shared) {
  const words = useWords();
  const message = { link, title, text: words("share.text-drawn", { title }) };
  return (
    <details className="share-result">
      <summary className="button">{words("share.result")}</summary>
      <SystemShare {...message} />
      <Services {...message} />
      <QrCode address={paths.qr(id)} />
    </details>
  );
}

/** The link alone. */
export function ShareLink({ link }: Pick<Shared, "link">) {
  const words = useWords();
  return (
    <div className="share-small">
      <label htmlFor="share-link" className="hint">
        {words("share.link")}
      </label>
      <LinkField link={link} />
    </div>
  );
}
