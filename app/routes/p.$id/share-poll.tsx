import { useWords } from "#app/copy/words.ts";
import { paths } from "#app/paths.ts";
import { LinkField } from "#app/ui/forms/link-field.tsx";
import { QrCode } from "#app/ui/lottery/sharing/qr-code.tsx";
import { Services, SystemShare } from "#app/ui/lottery/sharing/ways.tsx";

/** The poll's link, to be sent to everybody who is to vote; afterwards, to see the result. Never what won. */
export function SharePoll({
  id,
  title,
  link,
  count,
  ended,
  byName,
}: {
  id: string;
  title: string;
  link: string;
  count: number;
  ended: boolean;
  /** Whether only those vote who have a personal link, which this one is not. */
  byName: boolean;
}) {
  const words = useWords();
  const looksOn = byName && !ended;
  const asked = ended ? "poll.share-text-ended" : looksOn ? "poll.share-text-by-name" : "poll.share-text";
  const text = words(asked, { title, count });
  const message = { link, title, text };
  return (
    <section className="share poll-share">
      <div className="share-head">
        <label htmlFor="share-link">
          {words(ended ? "poll.share-result" : looksOn ? "poll.share-by-name" : "poll.share")}
        </label>
        <SystemShare {...message} />
      </div>
      <LinkField link={link} />
      <Services {...message} />
      <QrCode address={paths.pollQr(id)} />
    </section>
  );
}
