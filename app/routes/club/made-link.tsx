import { useWords } from "#app/copy/words.ts";
import { LinkField } from "#app/ui/forms/link-field.tsx";

/** A link that is shown once: as text, and as a code for the phone across the table. */
export function MadeLink({
  made,
  label,
  hint,
}: {
  made: { link: string; qr: string };
  label: string;
  hint: string;
}) {
  const words = useWords();
  return (
    <div className="share made-link" role="status">
      <label htmlFor="share-link">{label}</label>
      <LinkField link={made.link} hint />
      <p className="hint" id="share-hint">
        {hint}
      </p>
      <img src={made.qr} alt={words("club.qr-alt")} width={512} height={512} />
    </div>
  );
}
