import { Link, useNavigate } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { LIBRARY_PAGE, LIBRARY_SHOWN_MAX } from "#app/domain/library/library.ts";
import { paths } from "#app/paths.ts";
import { useHydrated } from "#app/ui/use-hydrated.ts";

/**
 * Leads on where the list ends. With scripts the list becomes longer in its place, and its length stands in the address:
 * whoever comes back finds it as long as it was. Very long lists, and browsers without scripts, turn the page.
 */
export function ListEnd({
  query,
  next,
  first,
  shown,
}: {
  query: string;
  next: string | null;
  first: boolean;
  shown: number;
}) {
  const words = useWords();
  const navigate = useNavigate();
  const longer = useHydrated() && first && shown < LIBRARY_SHOWN_MAX;
  if (first && next === null) return null;
  return (
    <p className="pager">
      {first ? null : (
        <Link className="button" to={addressOf(query)}>
          {words("library.first")}
        </Link>
      )}
      {next === null ? null : (
        <Link
          className="button"
          to={addressOf(query, { after: next })}
          onClick={(event) => {
            if (!longer) return;
            event.preventDefault();
            const address = addressOf(query, { show: String(shown + LIBRARY_PAGE) });
            navigate(address, { replace: true, preventScrollReset: true });
          }}
        >
          {words(longer ? "library.more" : "library.next")}
        </Link>
      )}
    </p>
  );
}

function addressOf(query: string, more: Record<string, string> = {}): string {
  const all = new URLSearchParams(query);
  for (const [name, value] of Object.entries(more)) all.set(name, value);
  return all.size === 0 ? paths.library : `${paths.library}?${all}`;
}
