import { randomUUID } from "node:crypto";
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { newId } from "#app/data/identity.server.ts";
import { libraryAtRandom } from "#app/data/library/reads.server.ts";
import { createLotteryOfMovies } from "#app/data/lotteries/writes.server.ts";
import { filterQuery, readFilter } from "#app/domain/library/library-filter.ts";
import { readTake, readTaken, TAKEN_SHAPE } from "#app/domain/library/take.ts";
import { refuse, seeOther, unsavedStatus } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { momentOfPage, submitKeyForPage } from "#app/http/single-use.server.ts";
import { withOurPosters } from "#app/movies/pictures/open-pictures.server.ts";
import { paths } from "#app/paths.ts";
import { Freshness } from "#app/ui/freshness.tsx";
import { offlineFallback } from "#app/ui/forms/offline-fallback.ts";
import type { TitleHandle } from "#app/ui/title.ts";
import { UnconfirmedNote } from "#app/ui/forms/unconfirmed-note.tsx";
import { notify } from "#app/visitor/notice-cookie.server.ts";
import { visitorOf, visitorToSave } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";
import { RetakeForm } from "./retake-form.tsx";
import { type Answer, TakenMovies } from "./taken-movies.tsx";

export async function loader({ request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams;
  const { filter, ignored } = readFilter(params, { thisYear: new Date().getUTCFullYear() });
  const { count, seed, ignored: odd } = readTake(params);
  const query = filterQuery(filter);
  if (seed === null) {
    // In the address, so that the same films are there after a reload, and for whoever is sent it.
    const thrown = new URLSearchParams([...query, ["take", String(count)], ["seed", newId()]]);
    throw redirect(`${paths.random}?${thrown}`);
  }
  const visitor = await visitorOf(request);
  const taken = await libraryAtRandom({ clubId: visitor?.clubId ?? null, filter, count, seed });
  return {
    taken: withOurPosters(taken),
    // As a form has them: pictures by their own addresses.
    films: taken.value.map(({ title, year, posterUrl }) => ({ title, year, posterUrl })),
    query: query.toString(),
    count,
    ignored: odd ? [...ignored, "take" as const] : ignored,
    submitKey: submitKeyForPage(),
    editKey: submitKeyForPage(),
    now: momentOfPage(),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request, TAKEN_SHAPE);
  const taken = readTaken(form);
  if (!taken) throw refuse({ reason: "unknown-command" });
  const { visitor, cookie } = await visitorToSave(request);
  const result = await withinQuota({ kind: "create", form, visitorId: visitor.id }, () =>
    createLotteryOfMovies({ ...taken, clubId: visitor.clubId, host: visitor.id }),
  );
  const { submitKey } = taken;
  const answer: Answer = { submitKey, gone: false, unsaved: null };
  if (!result.ok) return data({ ...answer, unsaved: result.saved }, { status: unsavedStatus(result.saved) });
  const { value } = result;
  if (value.kind === "gone") return data({ ...answer, gone: true }, { status: 409 });
  // Films were removed since the first submit, and others were taken: the same form makes another lottery next time.
  if (value.kind === "key-reused") return data({ ...answer, submitKey: randomUUID() }, { status: 409 });
  return seeOther(paths.lottery(value.id), cookie, await notify("lottery-created"));
}

export const clientAction = offlineFallback((form): Answer => {
  const submitKey = form.get("submitKey");
  return { submitKey: typeof submitKey === "string" ? submitKey : null, gone: false, unsaved: "unknown" };
});

export const handle: TitleHandle = { title: (words) => words("random.title") };

export default function AtRandom() {
  const { taken, films, query, count, ignored, submitKey, editKey, now } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const words = useWords();
  const { length } = taken.value;
  const names = ignored.map((name) => words(`filter.${name}`)).join(", ");
  return (
    <>
      <div className="page-head">
        <h1>{words("random.title")}</h1>
        {length > 0 ? <p className="page-lead">{words("random.lead")}</p> : null}
      </div>
      {answer?.unsaved ? <UnconfirmedNote saved={answer.unsaved} /> : null}
      <Freshness of={taken} now={now} missing="random.away" />
      {names ? <p className="aside-note">{words("filter.ignored", { names })}</p> : null}
      {length < count && taken.source !== "default" ? (
        <p className="aside-note" role="status">
          {words("random.fewer", { count: length })}
        </p>
      ) : null}
      <RetakeForm key={`${query} ${count}`} query={query} count={count} />
      {length > 0 ? (
        <TakenMovies
          movies={taken.value}
          films={films}
          submitKey={answer?.submitKey ?? submitKey}
          editKey={editKey}
          answer={answer}
        />
      ) : null}
      <nav className="page-commands">
        <Link to={query ? `${paths.library}?${query}` : paths.library}>{words("movie.back")}</Link>
      </nav>
    </>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
