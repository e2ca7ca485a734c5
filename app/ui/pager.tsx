import { Link } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";

/** Links to the next page of a list, and back to its beginning. The path may carry a filter. */
export function Pager({ path, before, first }: { path: string; before: string | null; first: boolean }) {
  const words = useWords();
  if (first && before === null) return null;
  return (
    <p className="pager">
      {first ? null : (
        <Link className="button" to={path}>
          {words("library.newest")}
        </Link>
      )}
      {before === null ? null : (
        <Link className="button" to={`${path}${path.includes("?") ? "&" : "?"}before=${before}`}>
          {words("library.older")}
        </Link>
      )}
    </p>
  );
}
