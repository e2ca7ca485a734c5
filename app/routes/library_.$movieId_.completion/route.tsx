import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { moviePage } from "#app/data/library/reads.server.ts";
import { completeFilm } from "#app/data/library/writes.server.ts";
import { isId } from "#app/domain/lottery.ts";
import { COMPLETION_SHAPE } from "#app/domain/movie-input.ts";
import { refuse, seeOther, unsavedStatus } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { films } from "#app/movies/open-films.server.ts";
import { paths } from "#app/paths.ts";
import { Alert } from "#app/ui/alert.tsx";
import { TextField } from "#app/ui/field.tsx";
import { offlineFallback } from "#app/ui/offline-fallback.ts";
import type { TitleHandle } from "#app/ui/title.ts";
import { UnconfirmedNote } from "#app/ui/unconfirmed-note.tsx";
import { notify } from "#app/visitor/notice-cookie.server.ts";
import { visitorOf } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";
import { foundFilms } from "./found-films.server.ts";
import { Hits } from "./hits.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const movie = await movieOf(request, params.movieId);
  return { movieId: movie.id, ...(await foundFilms(request, movie)) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const form = await readForm(request, COMPLETION_SHAPE);
  const visitor = await visitorOf(request);
  const { id: movieId, title, year } = await movieOf(request, params.movieId);
  const asked = { thisYear: new Date().getUTCFullYear(), signal: request.signal };
  const film = await films().wholeFilm(form.get("ref") ?? "", asked);
  if (!film) return data({ gone: true, unsaved: null }, { status: 422 });
  const clubId = visitor!.clubId;
  const result = await withinQuota({ form, visitorId: visitor!.id }, () =>
    completeFilm({ movieId, clubId, title, year }, film),
  );
  if (!result.ok)
    return data({ gone: false, unsaved: result.saved }, { status: unsavedStatus(result.saved) });
  if (!result.value) throw refuse({ reason: "not-found" });
  return seeOther(paths.movie(movieId), await notify("movie-completed"));
}

/** The film of this address, if it is the visitor's. Throws 404, or 503 while nobody knows. */
async function movieOf(request: Request, movieId: string | undefined) {
  if (!isId(movieId)) throw refuse({ reason: "not-found" });
  const visitor = await visitorOf(request);
  const { value, source } = await moviePage({ clubId: visitor?.clubId ?? null, movieId });
  if (!value) throw refuse({ reason: source === "default" ? "away" : "not-found" });
  return value;
}

export const clientAction = offlineFallback(() => ({ gone: false, unsaved: "unknown" }));

export const handle: TitleHandle = {
  title: (_, data) => (data as Awaited<ReturnType<typeof loader>>).texts.title,
};

export default function Completion() {
  const { movieId, found, texts } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <div className="page-head">
        <h1>{texts.title}</h1>
        <p className="page-lead">{texts.lead}</p>
      </div>
      {answer?.unsaved ? <UnconfirmedNote saved={answer.unsaved} /> : null}
      {answer?.gone ? <Alert>{texts.gone}</Alert> : null}
      <Form className="prose" role="search">
        <TextField key={found.text} name="q" id="q" label={texts.field} defaultValue={found.text} />
        <button className="button">{texts.find}</button>
      </Form>
      <Hits found={found} take={texts.take} />
      <nav className="page-commands">
        <Link to={paths.movie(movieId)}>{texts.back}</Link>
      </nav>
    </>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
