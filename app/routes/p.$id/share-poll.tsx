import { useWords } from "#app/copy/words.ts";
import { paths } from "#app/paths.ts";
import { LinkField } from "#app/ui/link-field.tsx";
import { QrCode } from "#app/ui/sharing/qr-code.tsx";
import { Services, SystemShare } from "#app/ui/sharing/ways.tsx";

/** The poll's link, to be sent to everybody who is to vote; afterwards, to see the result. Never what won. */
export function SharePoll({
  id,
  title,
  link,
  count,
  ended,
}: {
  id: string;
  title: string;
  link: string;
  count: number;
  ended: boolean;
}) {
  const words = useWords();
  const text = words(ended ? "poll.share-text-ended" : "poll.share-text", { title, count });
  const message = { link, title, text };
  return (
    <section className="share poll-share">
      <div className="share-head">
        <label htmlFor="share-link">{words(ended ? "poll.share-result" : "poll.share")}</label>
        <SystemShare {...message} />
      </div>
      <LinkField link={link} />
      <Services {...message} />
      <QrCode address={paths.pollQr(id)} />
    </section>
  );
}
