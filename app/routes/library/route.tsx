import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { libraryPage } from "#app/data/reads.server.ts";
import { LIBRARY_SHAPE } from "#app/domain/movie-input.ts";
import { refuse } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { momentOfPage, submitKeyForPage } from "#app/http/single-use.server.ts";
import { withOurPosters } from "#app/movies/pictures/open-pictures.server.ts";
import { paths } from "#app/paths.ts";
import { Alert } from "#app/ui/alert.tsx";
import { Freshness } from "#app/ui/freshness.tsx";
import { Pager } from "#app/ui/pager.tsx";
import { repeat, offlineFallback } from "#app/ui/offline-fallback.ts";
import { UnconfirmedNote } from "#app/ui/unconfirmed-note.tsx";
import { AddForm } from "./add-form.tsx";
import { MovieList } from "./movie-list.tsx";
import { fallback } from "./form-answer.ts";
import { find, withPicked } from "./find.server.ts";
import { add, keep, makeLottery } from "./submission.server.ts";
import type { TitleHandle } from "#app/ui/title.ts";
import { visitorOf, visitorToSave } from "#app/visitor/visitor.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request);
  const before = new URL(request.url).searchParams.get("before");
  const page = withOurPosters(await libraryPage({ clubId: visitor?.clubId ?? null, before }));
  return {
    page,
    first: before === null,
    addKey: submitKeyForPage(),
    lotteryKey: submitKeyForPage(),
    now: momentOfPage(),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request, LIBRARY_SHAPE);
  const sender = await visitorToSave(request);
  switch (form.get("form")) {
    case "add":
      return form.has("find") ? find(request, form) : add(withPicked(form), sender);
    case "keep":
      return keep(form, sender);
    case "lottery":
      return makeLottery(form, sender);
    default:
      throw refuse({ reason: "unknown-command" });
  }
}

export const clientAction = offlineFallback((form, action) => fallback(form) ?? repeat("keep")(form, action));

export const handle: TitleHandle = { title: (words) => words("library.title") };

export default function Library() {
  const { page, first, addKey, lotteryKey, now } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const words = useWords();
  const { items, before } = page.value;
  return (
    <>
      <div className="page-head">
        <h1>{words("library.title")}</h1>
        <p className="page-lead">{words("library.lead")}</p>
      </div>
      {answer?.unsaved ? <UnconfirmedNote saved={answer.unsaved} /> : null}
      {answer?.conflict ? <Alert>{words("library.conflict")}</Alert> : null}
      <AddForm key={addKey} submitKey={addKey} answer={answer?.ticked ? undefined : answer} />
      <Freshness of={page} now={now} missing="library.away" />
      {items.length > 0 ? (
        <MovieList movies={items} submitKey={answer?.ticked?.submitKey ?? lotteryKey} answer={answer} />
      ) : null}
      {items.length === 0 && page.source !== "default" ? (
        <p className="empty-list">{words("library.empty")}</p>
      ) : null}
      {items.length > 0 ? (
        <nav className="page-commands">
          <Link to={paths.completion}>{words("library.complete")}</Link>
        </nav>
      ) : null}
      <Pager path={paths.library} before={before} first={first} />
    </>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
