import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { trashPage } from "#app/data/library/reads.server.ts";
import { putBack } from "#app/data/library/writes.server.ts";
import type { Command } from "#app/domain/repeatable-command.ts";
import { readInTrash, TRASH_DAYS, TRASH_MAX, TRASH_SHAPE } from "#app/domain/library/trash.ts";
import { refuse, seeOther, type Repeat } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { momentOfPage } from "#app/http/single-use.server.ts";
import { withOurPosters } from "#app/movies/pictures/open-pictures.server.ts";
import { paths } from "#app/paths.ts";
import { Freshness } from "#app/ui/freshness.tsx";
import { offlineFallback, repeat } from "#app/ui/forms/offline-fallback.ts";
import { Pager } from "#app/ui/pager.tsx";
import type { TitleHandle } from "#app/ui/title.ts";
import { visitorOf } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";
import { noticeOf } from "./put-back.server.ts";
import { RemovedMovies } from "./removed-movies.tsx";

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request);
  const before = new URL(request.url).searchParams.get("before");
  const page = withOurPosters(await trashPage({ clubId: visitor?.clubId ?? null, before }));
  return { page, first: before === null, now: momentOfPage() };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request, TRASH_SHAPE);
  const visitor = await visitorOf(request);
  if (!visitor) throw refuse({ reason: "not-found" });
  const { search } = new URL(request.url);
  const which = readInTrash(form);
  if (!which) throw refuse({ reason: "unknown-command" });
  const result = await withinQuota({ kind: "change", form, visitorId: visitor.id }, () =>
    putBack({ clubId: visitor.clubId, ...which }),
  );
  if (!result.ok) {
    const action = `${paths.trash}${search}`;
    const again: Repeat<Command> = { action, fields: Object.fromEntries(form), label: "put-back" };
    throw refuse({ reason: "unconfirmed", saved: result.saved, again });
  }
  // Undone is what was done in the library, whose list this is the search of.
  const back = "removal" in which ? paths.library : paths.trash;
  return seeOther(`${back}${search}`, await noticeOf(result.value));
}

export const clientAction = offlineFallback(repeat("put-back"));

export const handle: TitleHandle = { title: (words) => words("trash.title") };

export default function Trash() {
  const { page, first, now } = useLoaderData<typeof loader>();
  const words = useWords();
  const { items, before } = page.value;
  return (
    <>
      <div className="page-head">
        <h1>{words("trash.title")}</h1>
        <p className="page-lead">{words("trash.lead", { days: TRASH_DAYS, most: TRASH_MAX })}</p>
      </div>
      <Freshness of={page} now={now} missing="trash.away" />
      {items.length === 0 && page.source !== "default" ? (
        <p className="empty-list">{words("trash.none")}</p>
      ) : null}
      {items.length > 0 ? <RemovedMovies movies={items} now={now} /> : null}
      <Pager path={paths.trash} before={before} first={first} />
      <nav className="page-commands">
        <Link to={paths.library}>{words("movie.back")}</Link>
        {items.length > 0 ? <Link to={paths.trashEmptying}>{words("trash.empty")}</Link> : null}
      </nav>
    </>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
