import { Link } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { paths } from "#app/paths.ts";

/** What else can be done with the library; with an empty one there is less. `pollOf`: the filter whose films a poll may be of. */
export function Commands({ empty, pollOf }: { empty: boolean; pollOf: string }) {
  const words = useWords();
  return (
    <nav className="page-commands">
      {empty ? null : <Link to={paths.completion}>{words("library.complete")}</Link>}
      {pollOf && <a href={`${paths.newPoll}?${pollOf}`}>{words("library.poll-these")}</a>}
      <Link to={paths.import}>{words("library.import")}</Link>
      {empty ? null : (
        <>
          <a href={paths.export("csv")} download>
            {words("library.export")}
          </a>
          <a href={paths.export("json")} download>
            {words("library.export-all")}
          </a>
        </>
      )}
      <Link to={paths.trash}>{words("trash.title")}</Link>
    </nav>
  );
}
