import { useWords } from "#app/copy/words.ts";
import { paths } from "#app/paths.ts";
import { useHydrated } from "#app/ui/use-hydrated.ts";

/** Without JavaScript only a link: a waiting page would reload itself and close an open code. */
export function QrCode({ id }: { id: string }) {
  const words = useWords();
  const hydrated = useHydrated();
  const address = paths.qr(id);
  if (!hydrated) {
    return (
      <a className="qr" href={address} target="_blank" rel="noreferrer">
        {words("share.qr")}
      </a>
    );
  }
  return (
    <details className="qr">
      <summary>{words("share.qr")}</summary>
      <img src={address} alt={words("share.qr-alt")} width={512} height={512} loading="lazy" />
      <a href={address} target="_blank" rel="noreferrer">
        {words("share.qr-open")}
      </a>
    </details>
  );
}
