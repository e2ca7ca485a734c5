import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import "#app/styles/poll.css";
import { useWords } from "#app/copy/words.ts";
import { pollPage } from "#app/data/polls/reads.server.ts";
import { POLL_SETTINGS_SHAPE } from "#app/domain/poll/poll-input.ts";
import { isPollId } from "#app/domain/poll/poll.ts";
import type { Command } from "#app/domain/repeatable-command.ts";
import { refuse } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { momentOfPage } from "#app/http/single-use.server.ts";
import { paths } from "#app/paths.ts";
import { lotteryTitles } from "#app/sharing/lottery-titles.server.ts";
import { offlineFallback, repeat } from "#app/ui/forms/offline-fallback.ts";
import type { TitleHandle } from "#app/ui/title.ts";
import { visitorOf } from "#app/visitor/visitor.server.ts";
import { answerTo, type FormAnswer } from "./form-answer.ts";
import { name, renew, strike, votersOfPoll } from "./names.server.ts";
import { change, end } from "./submission.server.ts";
import { EndForm, TermsForm } from "./terms-form.tsx";
import { Voters } from "./voters.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  if (!isPollId(params.id)) throw refuse({ reason: "not-found" });
  const visitor = await visitorOf(request);
  const asked = { pollId: params.id, clubId: visitor?.clubId ?? "" };
  const [poll, voters] = await Promise.all([pollPage(asked), visitor ? votersOfPoll(asked) : null]);
  // Still shows the page, because it may have to give back what was typed.
  if (poll.missing === "away") return data(null, { status: 503 });
  if (!poll.value) throw refuse({ reason: poll.missing });
  if (!visitor) throw refuse({ reason: "no-cookie" });
  if (poll.value.clubId !== visitor.clubId) throw refuse({ reason: "not-found" });
  const { id, name, method, open, byName, voters: votes, ended, endsAt } = poll.value;
  const title = (await lotteryTitles(request))(poll.value);
  const now = momentOfPage();
  return data({ id, name, title, method, open, byName, votes, voters, ended, endsAt, now });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const form = await readForm(request, POLL_SETTINGS_SHAPE);
  const visitor = await visitorOf(request);
  if (!visitor) throw refuse({ reason: "no-cookie" });
  if (!isPollId(params.id)) throw refuse({ reason: "not-found" });
  switch (form.get("form")) {
    case "end":
      return end(form, params.id, visitor);
    case "names":
      return name(form, params.id, visitor);
    case "renew-link":
      return renew(form, params.id, visitor);
    case "strike-name":
      return strike(form, params.id, visitor);
    default:
      return change(form, params.id, visitor);
  }
}

export const clientAction = offlineFallback((form, path) => {
  const command = COMMANDS.find(([button]) => button === form.get("form"))?.[1];
  return command ? repeat(command)(form, path) : answerTo(form, { unsaved: "unknown" });
});

/** The buttons that send nothing typed. */
const COMMANDS: readonly (readonly [button: string, Command])[] = [
  ["end", "end-poll"],
  ["renew-link", "renew-link"],
  ["strike-name", "remove"],
];

export const handle: TitleHandle = { title: (words) => words("poll.settings") };

export default function PollSettings() {
  const poll = useLoaderData<typeof loader>();
  const answer: FormAnswer | undefined = useActionData<typeof action>();
  const words = useWords();
  if (!poll && !answer) return <p className="prose">{words("error.away.text")}</p>;
  const of = (form: FormAnswer["form"]) => (answer?.form === form ? answer : undefined);
  const terms = poll || of("terms") ? <TermsForm poll={poll} answer={of("terms")} /> : null;
  const voters =
    poll || of("names") ? (
      <Voters
        title={poll?.title ?? ""}
        voters={poll?.voters ?? null}
        byName={poll?.byName ?? true}
        answer={of("names")}
      />
    ) : null;
  return (
    <section className="message-page">
      <h1>{words("poll.settings")}</h1>
      {poll ? (
        <p className="message-subject" dir="auto">
          {poll.title}
        </p>
      ) : null}
      {poll?.ended ? (
        <p className="aside-note">{words("poll.over")}</p>
      ) : (
        <>
          {poll?.byName ? voters : null}
          {terms}
          {poll?.byName ? null : voters}
          {poll ? <EndForm /> : null}
        </>
      )}
      {poll ? <Link to={paths.poll(poll.id)}>{words("poll.back")}</Link> : null}
    </section>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
