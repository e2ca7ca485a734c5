import { useWords } from "#app/copy/words.ts";
import type { FilterName, LibraryFilter } from "#app/domain/library/library-filter.ts";

/** What is to be said above the list that a filter brought: what of it made no sense, and that nothing was found. */
export function Outcome({
  filter,
  ignored,
  count,
  close,
}: {
  filter: LibraryFilter;
  ignored: readonly FilterName[];
  count: number;
  close: boolean;
}) {
  const words = useWords();
  const nothing = count === 0 ? words("filter.nothing") : null;
  const said = close && count > 0 ? words("filter.close", { text: filter.text }) : nothing;
  const names = ignored.map((name) => words(`filter.${name}`)).join(", ");
  return (
    // With nothing to say it takes no room.
    <div role="status" className={names || said ? undefined : "unseen"}>
      {names ? <p className="aside-note">{words("filter.ignored", { names })}</p> : null}
      {said ? <p className="aside-note">{said}</p> : null}
    </div>
  );
}
