import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useLocation } from "@remix-run/react";
import "#app/styles/poll.css";
import { useWords } from "#app/copy/words.ts";
import { NEW_POLL_SHAPE } from "#app/domain/poll/poll-input.ts";
import { ENTRIES_MAX, ENTRIES_MIN } from "#app/domain/lottery/lottery.ts";
import { posterDesigns } from "#app/domain/posters/poster-list.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { momentOfPage, submitKeyForPage } from "#app/http/single-use.server.ts";
import { withOurPosters } from "#app/movies/pictures/open-pictures.server.ts";
import { paths } from "#app/paths.ts";
import { Alert } from "#app/ui/alert.tsx";
import { AutoRetry } from "#app/ui/forms/auto-retry.tsx";
import { MovieName } from "#app/ui/film/movie-name.tsx";
import { offlineFallback } from "#app/ui/forms/offline-fallback.ts";
import { PollTerms } from "#app/ui/lottery/poll-terms.tsx";
import { Poster } from "#app/ui/film/poster.tsx";
import { VoterNames } from "#app/ui/lottery/voter-names.tsx";
import type { TitleHandle } from "#app/ui/title.ts";
import { UnconfirmedNote } from "#app/ui/forms/unconfirmed-note.tsx";
import { visitorOf } from "#app/visitor/visitor.server.ts";
import { askedFilms } from "./films.server.ts";
import { answerTo, USUAL, type FormAnswer } from "./form-answer.ts";
import { makePoll } from "./submission.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request);
  const { lottery, films, away } = await askedFilms(request, visitor?.clubId ?? null);
  const page = { lottery, away, submitKey: submitKeyForPage(), now: momentOfPage() };
  return data({ ...withOurPosters({ films }), ...page }, { status: away ? 503 : 200 });
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request, NEW_POLL_SHAPE);
  return makePoll(request, form);
}

export const clientAction = offlineFallback((form) => answerTo(form, { unsaved: "unknown" }));

export const handle: TitleHandle = { title: (words) => words("poll.new") };

export default function NewPoll() {
  const { lottery, films, away, submitKey } = useLoaderData<typeof loader>();
  const answer: FormAnswer | undefined = useActionData<typeof action>();
  const words = useWords();
  const { search } = useLocation();
  const designs = posterDesigns(films);
  const enough = films.length >= ENTRIES_MIN && films.length <= ENTRIES_MAX;
  const ids = answer?.movies ?? films.flatMap(({ id }) => id ?? []);
  return (
    <>
      <div className="page-head">
        <h1>{words("poll.new")}</h1>
        <p className="page-lead">{words("poll.new-lead")}</p>
      </div>
      {away && !answer ? <p className="aside-note">{words("error.away.text")}</p> : null}
      {answer?.unsaved ? <UnconfirmedNote saved={answer.unsaved} /> : null}
      {answer?.trouble ? <Alert>{words(`poll.${answer.trouble}`)}</Alert> : null}
      {films.length > 0 ? (
        <ul className="poster-grid poll-films" aria-label={words("lottery.candidates")}>
          {films.map((film, index) => (
            <li key={film.id ?? index}>
              <Poster movie={film} design={designs[index]} />
              <MovieName title={film.title} year={film.year} />
            </li>
          ))}
        </ul>
      ) : null}
      {enough || answer ? (
        <Form
          method="post"
          action={`${paths.newPoll}${search}`}
          className="poll-form"
          key={answer?.submitKey ?? submitKey}
          reloadDocument
          noValidate
        >
          <input type="hidden" name="submitKey" value={answer?.submitKey ?? submitKey} />
          {(answer?.lottery ?? lottery) ? (
            <input type="hidden" name="lottery" value={answer?.lottery ?? lottery ?? ""} />
          ) : (
            ids.map((id) => <input key={id} type="hidden" name="movie" value={id} />)
          )}
          <PollTerms typed={answer?.typed ?? USUAL} problems={answer?.problems ?? {}} />
          <details className="poll-by-name" open={Boolean(answer?.names)}>
            <summary>{words("poll.by-name")}</summary>
            <VoterNames typed={answer?.names ?? ""} problem={answer?.namesProblem ?? null} />
          </details>
          <button className="button primary large">{words("poll.create")}</button>
          {answer?.unsaved && answer.unsaved !== "no-cookie" ? <AutoRetry answer={answer} /> : null}
        </Form>
      ) : null}
      {!enough && !away && !answer ? (
        <p className="empty-list">
          {words(films.length > ENTRIES_MAX ? "problem.too-many-ticked" : "poll.too-few", {
            entriesMax: ENTRIES_MAX,
          })}
        </p>
      ) : null}
      <nav className="page-commands">
        <Link to={paths.library}>{words("poll.to-library")}</Link>
      </nav>
    </>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
