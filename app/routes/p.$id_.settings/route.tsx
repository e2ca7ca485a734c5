import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import "#app/styles/poll.css";
import { useWords } from "#app/copy/words.ts";
import { pollPage } from "#app/data/polls/reads.server.ts";
import { POLL_SETTINGS_SHAPE } from "#app/domain/poll-input.ts";
import { isPollId } from "#app/domain/poll.ts";
import { refuse } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { momentOfPage } from "#app/http/single-use.server.ts";
import { paths } from "#app/paths.ts";
import { lotteryTitles } from "#app/sharing/lottery-titles.server.ts";
import { Alert } from "#app/ui/alert.tsx";
import { useTimeLeft } from "#app/ui/time-left.ts";
import { AutoRetry } from "#app/ui/auto-retry.tsx";
import { offlineFallback, repeat } from "#app/ui/offline-fallback.ts";
import { PollTerms } from "#app/ui/poll-terms.tsx";
import type { TitleHandle } from "#app/ui/title.ts";
import { UnconfirmedNote } from "#app/ui/unconfirmed-note.tsx";
import { visitorOf } from "#app/visitor/visitor.server.ts";
import { answerTo, type FormAnswer } from "./form-answer.ts";
import { change, end } from "./submission.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  if (!isPollId(params.id)) throw refuse({ reason: "not-found" });
  const [poll, visitor] = await Promise.all([pollPage({ pollId: params.id }), visitorOf(request)]);
  // Still shows the page, because it may have to give back what was typed.
  if (poll.missing === "away") return data(null, { status: 503 });
  if (!poll.value) throw refuse({ reason: poll.missing });
  if (!visitor) throw refuse({ reason: "no-cookie" });
  if (poll.value.clubId !== visitor.clubId) throw refuse({ reason: "not-found" });
  const { id, name, method, open, voters, ended, endsAt } = poll.value;
  const title = (await lotteryTitles(request))(poll.value);
  return data({ id, name, title, method, open, voters, ended, endsAt, now: momentOfPage() });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const form = await readForm(request, POLL_SETTINGS_SHAPE);
  const visitor = await visitorOf(request);
  if (!visitor) throw refuse({ reason: "no-cookie" });
  if (!isPollId(params.id)) throw refuse({ reason: "not-found" });
  return form.get("form") === "end" ? end(form, params.id, visitor) : change(form, params.id, visitor);
}

export const clientAction = offlineFallback((form, path) =>
  form.get("form") === "end" ? repeat("end-poll")(form, path) : answerTo(form, { unsaved: "unknown" }),
);

export const handle: TitleHandle = { title: (words) => words("poll.settings") };

export default function PollSettings() {
  const poll = useLoaderData<typeof loader>();
  const answer: FormAnswer | undefined = useActionData<typeof action>();
  const words = useWords();
  const left = useTimeLeft();
  const saved = poll && { name: poll.name ?? "", method: poll.method, hours: "", open: poll.open };
  const sent = answer?.typed ?? saved;
  const keepsMethod = saved !== null && poll !== null && poll.voters > 0;
  const typed = sent && keepsMethod ? { ...sent, method: saved.method, open: saved.open } : sent;
  if (!typed) return <p className="prose">{words("error.away.text")}</p>;
  return (
    <section className="message-page">
      <h1>{words("poll.settings")}</h1>
      {poll ? (
        <p className="message-subject" dir="auto">
          {poll.title}
        </p>
      ) : null}
      {answer?.unsaved ? <UnconfirmedNote saved={answer.unsaved} /> : null}
      {answer?.voted ? <Alert>{words("poll.voted-meanwhile")}</Alert> : null}
      {poll?.ended ? (
        <p className="aside-note">{words("poll.over")}</p>
      ) : (
        <>
          {poll ? <p>{words("poll.ends", { when: left(poll.endsAt.getTime(), poll.now) })}</p> : null}
          <Form method="post" className="poll-form" noValidate>
            <PollTerms
              key={String(answer?.voted)}
              typed={typed}
              problems={answer?.problems ?? {}}
              keepsMethod={keepsMethod}
              keepsEnd
            />
            <button className="button primary">{words("poll.save")}</button>
            {answer?.unsaved ? <AutoRetry answer={answer} /> : null}
          </Form>
          <Form method="post" className="poll-end" aria-labelledby="poll-end">
            <h2 id="poll-end">{words("poll.end-title")}</h2>
            <p className="hint">{words("poll.end-text")}</p>
            <button name="form" value="end" className="button danger">
              {words("poll.end")}
            </button>
          </Form>
        </>
      )}
      {poll ? <Link to={paths.poll(poll.id)}>{words("poll.back")}</Link> : null}
    </section>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
