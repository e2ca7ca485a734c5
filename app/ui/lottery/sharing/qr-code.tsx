import { useWords } from "#app/copy/words.ts";
import { useHydrated } from "../../use-hydrated.ts";

/** Without JavaScript only a link: a waiting page would reload itself and close an open code. */
export function QrCode({ address }: { address: string }) {
  const words = useWords();
  const hydrated = useHydrated();
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
