import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { libraryCounts, libraryPage } from "#app/data/library/reads.server.ts";
import { ENTRIES_MIN } from "#app/domain/lottery/lottery.ts";
import { filterQuery, longestRuntime } from "#app/domain/library/library-filter.ts";
import { LIBRARY_SHAPE } from "#app/domain/film/movie-input.ts";
import { refuse } from "#app/http/answer.ts";
import { languageOf } from "#app/http/request-language.server.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { momentOfPage, submitKeyForPage } from "#app/http/single-use.server.ts";
import { withOurPosters } from "#app/movies/pictures/open-pictures.server.ts";
import { Alert } from "#app/ui/alert.tsx";
import { Freshness } from "#app/ui/freshness.tsx";
import { repeat, offlineFallback } from "#app/ui/forms/offline-fallback.ts";
import { UnconfirmedNote } from "#app/ui/forms/unconfirmed-note.tsx";
import { AddForm } from "./add-form.tsx";
import { askedFor } from "./asked-for.server.ts";
import { Commands } from "./commands.tsx";
import { Finder } from "./finder.tsx";
import { ListEnd } from "./list-end.tsx";
import { MovieList } from "./movie-list.tsx";
import { Outcome } from "./outcome-notes.tsx";
import { fallback } from "./form-answer.ts";
import { find, withPicked } from "./find.server.ts";
import { add, keep } from "./submission.server.ts";
import { TakeForm } from "./take-form.tsx";
import { doWithTicked } from "./ticked.server.ts";
import type { TitleHandle } from "#app/ui/title.ts";
import { visitorOf, visitorToSave } from "#app/visitor/visitor.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request);
  const clubId = visitor?.clubId ?? null;
  const { filter, ignored, after, show } = askedFor(request);
  const language = await languageOf(request);
  const [page, counts] = await Promise.all([
    libraryPage({ clubId, filter, language, after, show }),
    libraryCounts({ clubId }),
  ]);
  return {
    page: withOurPosters(page),
    counts: counts.value,
    filter,
    query: filterQuery(filter).toString(),
    ignored,
    first: after === null,
    show,
    addKey: submitKeyForPage(),
    lotteryKey: submitKeyForPage(),
    now: momentOfPage(),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request, LIBRARY_SHAPE);
  const sender = await visitorToSave(request);
  const { search } = new URL(request.url);
  switch (form.get("form")) {
    case "add":
      return form.has("find") ? find(request, form) : add(withPicked(form), sender, search);
    case "keep":
      return keep(form, sender);
    case "lottery":
      return doWithTicked(form, sender, search);
    default:
      throw refuse({ reason: "unknown-command" });
  }
}

export const clientAction = offlineFallback((form, action) => fallback(form) ?? repeat("keep")(form, action));

export const handle: TitleHandle = { title: (words) => words("library.title") };

export default function Library() {
  const { page, counts, filter, query, ignored, first, show, addKey, lotteryKey, now } =
    useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const words = useWords();
  const { items, after, close } = page.value;
  const whole = query === "" && first;
  return (
    <>
      <div className="page-head">
        <h1>{words("library.title")}</h1>
        {whole && items.length === 0 ? <p className="page-lead">{words("library.lead")}</p> : null}
      </div>
      {answer?.unsaved ? <UnconfirmedNote saved={answer.unsaved} /> : null}
      {answer?.conflict ? <Alert>{words("library.conflict")}</Alert> : null}
      <AddForm
        key={addKey}
        submitKey={addKey}
        answer={answer?.ticked ? undefined : answer}
        open={whole && items.length === 0}
      />
      <Freshness of={page} now={now} missing="library.away" />
      {items.length > 0 || !whole ? <Finder key={query} filter={filter} counts={counts} /> : null}
      {page.source === "default" ? null : (
        <Outcome filter={filter} ignored={ignored} count={whole ? 1 : items.length} close={close} />
      )}
      {items.length > 0 && !close ? <TakeForm query={query} /> : null}
      {items.length > 0 && close ? <p className="hint">{words("random.not-close")}</p> : null}
      {items.length > 0 ? (
        <MovieList
          movies={items}
          tags={counts?.tags ?? []}
          limited={longestRuntime(filter) !== null}
          submitKey={answer?.ticked?.submitKey ?? lotteryKey}
          answer={answer}
        />
      ) : null}
      {items.length === 0 && whole && page.source !== "default" ? (
        <p className="empty-list">{words("library.empty")}</p>
      ) : null}
      <ListEnd query={query} next={after} first={first} shown={show} />
      <Commands empty={items.length === 0} pollOf={query && items.length >= ENTRIES_MIN ? query : ""} />
    </>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
