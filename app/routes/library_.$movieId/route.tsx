import { parseWithZod } from "@conform-to/zod/v4";
import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useLocation } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { changeMovie } from "#app/data/library/writes.server.ts";
import { moviePage } from "#app/data/library/reads.server.ts";
import { isId } from "#app/domain/lottery/lottery.ts";
import { MOVIE_SHAPE, movieEdit } from "#app/domain/film/movie-edit.ts";
import { refuse, seeOther, unsavedStatus } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { momentOfPage } from "#app/http/single-use.server.ts";
import { withOurPosters } from "#app/movies/pictures/open-pictures.server.ts";
import { paths } from "#app/paths.ts";
import { useAge } from "#app/ui/age.tsx";
import { Freshness } from "#app/ui/freshness.tsx";
import { MovieName } from "#app/ui/film/movie-name.tsx";
import { Poster } from "#app/ui/film/poster.tsx";
import { offlineFallback } from "#app/ui/forms/offline-fallback.ts";
import { UnconfirmedNote } from "#app/ui/forms/unconfirmed-note.tsx";
import { KnownFacts } from "./known-facts.tsx";
import { MovieForm, typedIn } from "./movie-form.tsx";
import type { TitleHandle } from "#app/ui/title.ts";
import { notify } from "#app/visitor/notice-cookie.server.ts";
import { visitorOf } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  if (!isId(params.movieId)) throw refuse({ reason: "not-found" });
  const visitor = await visitorOf(request);
  const { value, source, asOf } = await moviePage({
    clubId: visitor?.clubId ?? null,
    movieId: params.movieId,
  });
  if (!value) throw refuse({ reason: source === "default" ? "away" : "not-found" });
  return { movie: withOurPosters(value), fresh: { source, asOf }, now: momentOfPage() };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const form = await readForm(request, MOVIE_SHAPE);
  const visitor = await visitorOf(request);
  const { movieId } = params;
  if (!isId(movieId) || !visitor) throw refuse({ reason: "not-found" });
  const submission = parseWithZod(form, {
    schema: movieEdit({ now: Date.now() }),
    disableAutoCoercion: true,
  });
  const typed = typedIn(form);
  if (submission.status !== "success") {
    const problems = Object.entries(submission.error ?? {}).map(
      ([name, codes]) => [name, codes ?? []] as const,
    );
    return data({ typed, problems: Object.fromEntries(problems), unsaved: null }, { status: 422 });
  }
  const result = await withinQuota({ kind: "change", form, visitorId: visitor.id }, () =>
    changeMovie({ ...submission.value, clubId: visitor.clubId, id: movieId }),
  );
  if (!result.ok)
    return data({ typed, problems: {}, unsaved: result.saved }, { status: unsavedStatus(result.saved) });
  if (!result.value) throw refuse({ reason: "not-found" });
  const { search } = new URL(request.url);
  return seeOther(`${paths.movie(movieId)}${search}`, await notify("movie-changed"));
}

export const clientAction = offlineFallback((form) => ({
  typed: typedIn(form),
  problems: {},
  unsaved: "unknown",
}));

export const handle: TitleHandle = {
  title: (_, data) => (data as Awaited<ReturnType<typeof loader>>).movie.title,
};

export default function MoviePage() {
  const { movie, fresh, now } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const words = useWords();
  const age = useAge();
  // Of the list from which one came, so that one finds it again as it was.
  const { search } = useLocation();
  return (
    <article className="movie-page">
      <Poster movie={movie} eager />
      <div>
        <h1>
          <MovieName title={movie.title} year={movie.year} />
        </h1>
        <KnownFacts movie={movie} />
        <p className="hint">{words("movie.added", { when: age(movie.addedAt.getTime(), now) })}</p>
        <Freshness of={fresh} now={now} missing="library.away" />
        {answer?.unsaved ? <UnconfirmedNote saved={answer.unsaved} /> : null}
        <MovieForm movie={movie} answer={answer} />
        <nav className="page-commands">
          <Link to={`${paths.library}${search}`}>{words("movie.back")}</Link>
          <Link to={paths.movieCompletion(movie.id)}>{words("movie.complete")}</Link>
          <Link to={`${paths.movieDeletion(movie.id)}${search}`}>{words("movie.remove")}</Link>
        </nav>
      </div>
    </article>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
