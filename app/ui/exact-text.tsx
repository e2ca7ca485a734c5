/** Exact text, to be read and copied: nothing in it is translated or cut. */
export function ExactText({ label, of }: { label: string; of: string }) {
  return (
    <figure className="exact-text">
      <figcaption>{label}</figcaption>
      <pre dir="auto">{of}</pre>
    </figure>
  );
}
