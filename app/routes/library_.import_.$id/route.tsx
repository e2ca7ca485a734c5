import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { importPage } from "#app/data/library/reads.server.ts";
import { goOnImporting } from "#app/data/library/writes.server.ts";
import { NO_FIELDS } from "#app/domain/form-shape.ts";
import { readFrom } from "#app/domain/importing/import-input.ts";
import { isId } from "#app/domain/lottery/lottery.ts";
import type { Command } from "#app/domain/repeatable-command.ts";
import { refuse, seeOther, type Repeat } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { paths } from "#app/paths.ts";
import { offlineFallback, repeat } from "#app/ui/forms/offline-fallback.ts";
import type { TitleHandle } from "#app/ui/title.ts";
import { visitorOf } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";
import { Confirmation } from "./confirmation.tsx";
import { FilmLines } from "./film-lines.tsx";
import { UnreadableLines } from "./unreadable-lines.tsx";

export async function loader({ request, params: { id } }: LoaderFunctionArgs) {
  if (!isId(id)) throw refuse({ reason: "not-found" });
  const visitor = await visitorOf(request);
  const from = readFrom(new URL(request.url).searchParams.get("from"));
  const { value, source } = await importPage({ clubId: visitor?.clubId ?? null, id, from });
  if (!value) throw refuse({ reason: source === "default" ? "away" : "not-found" });
  return { ...value, id, from };
}

export async function action({ request, params: { id } }: ActionFunctionArgs) {
  const form = await readForm(request, NO_FIELDS);
  const visitor = await visitorOf(request);
  if (!isId(id) || !visitor) throw refuse({ reason: "not-found" });
  const result = await withinQuota({ kind: "import", form, visitorId: visitor.id }, () =>
    goOnImporting({ clubId: visitor.clubId, id }),
  );
  if (!result.ok) {
    const again: Repeat<Command> = { action: paths.importOf(id), fields: {}, label: "hat" };
    throw refuse({ reason: "unconfirmed", saved: result.saved, again });
  }
  if (!result.value) throw refuse({ reason: "not-found" });
  return seeOther(paths.importOf(id));
}

export const clientAction = offlineFallback(repeat("hat"));

export const handle: TitleHandle = { title: (words) => words("import.title") };

export default function ImportPage() {
  const shown = useLoaderData<typeof loader>();
  const words = useWords();
  const { id, from, fileName, films, count, unreadable, unreadableCount, result } = shown;
  return (
    <>
      <div className="page-head">
        <h1 dir="auto">
          {result
            ? words("import.done")
            : words("import.preview-title", { name: fileName || words("import.pasted") })}
        </h1>
      </div>
      <Confirmation shown={shown} />
      {films.length > 0 ? <FilmLines id={id} films={films} from={from} count={count} /> : null}
      {unreadable.length > 0 && from === 0 ? (
        <UnreadableLines lines={unreadable} count={unreadableCount} />
      ) : null}
      <nav className="page-commands">
        <Link to={paths.library}>{words(result ? "import.library" : "import.back")}</Link>
        <Link to={paths.import}>{words("import.another")}</Link>
        {result && result.added > 0 ? <Link to={paths.completion}>{words("library.complete")}</Link> : null}
      </nav>
    </>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
