import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { i18nOf } from "#app/copy/catalogs.server.ts";
import { completionTexts } from "#app/copy/completion-texts.server.ts";
import { wordsOf } from "#app/copy/words.ts";
import { moviePage } from "#app/data/library/reads.server.ts";
import { completeFilm } from "#app/data/library/writes.server.ts";
import { isId } from "#app/domain/lottery/lottery.ts";
import { COMPLETION_SHAPE } from "#app/domain/film/movie-input.ts";
import { refuse, seeOther, unsavedStatus } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { languageOf } from "#app/http/request-language.server.ts";
import { findMeant } from "#app/movies/find-for-page.server.ts";
import { films } from "#app/movies/open-films.server.ts";
import { paths } from "#app/paths.ts";
import { FilmChoice } from "#app/ui/film/film-choice.tsx";
import { offlineFallback } from "#app/ui/forms/offline-fallback.ts";
import type { TitleHandle } from "#app/ui/title.ts";
import { notify } from "#app/visitor/notice-cookie.server.ts";
import { maySearch } from "#app/visitor/search-quota.server.ts";
import { visitorOf } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { id: movieId, title, year } = await movieOf(request, params.movieId);
  const language = await languageOf(request);
  const thisYear = new Date().getUTCFullYear();
  const found = await findMeant(request, { title, year }, { language, thisYear, may: maySearch });
  const words = wordsOf(i18nOf(language));
  return { movieId, found, texts: completionTexts(words, { of: "movie", title, found: found.movies }) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const form = await readForm(request, COMPLETION_SHAPE);
  const visitor = await visitorOf(request);
  const { id: movieId, title, year } = await movieOf(request, params.movieId);
  const asked = { thisYear: new Date().getUTCFullYear(), signal: request.signal };
  const film = await films().wholeFilm(form.get("ref") ?? "", asked);
  if (!film) return data({ gone: true, unsaved: null }, { status: 422 });
  const clubId = visitor!.clubId;
  const result = await withinQuota({ kind: "change", form, visitorId: visitor!.id }, () =>
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

export default function FilmCompletion() {
  const { movieId, found, texts } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return <FilmChoice {...{ found, texts, answer }} back={paths.movie(movieId)} />;
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
