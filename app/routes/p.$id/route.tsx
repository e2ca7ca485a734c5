import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { useEffect } from "react";
import "#app/styles/bars.css";
import "#app/styles/poll.css";
import "#app/styles/watched.css";
import { useWords } from "#app/copy/words.ts";
import { BALLOT_SHAPE } from "#app/domain/poll/ballot.ts";
import { isPollId } from "#app/domain/poll/poll.ts";
import { refuse } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { paths } from "#app/paths.ts";
import { Deleted } from "#app/ui/deleted.tsx";
import { Freshness } from "#app/ui/freshness.tsx";
import { metaTags } from "#app/sharing/link-tags.ts";
import { removeDraft } from "#app/ui/forms/draft-store.ts";
import { offlineFallback } from "#app/ui/forms/offline-fallback.ts";
import { Spoken } from "#app/ui/spoken.tsx";
import type { TitleHandle } from "#app/ui/title.ts";
import { useNotice } from "#app/ui/use-notice.ts";
import { KeptBallot } from "./kept-ballot.tsx";
import { pageData, type PageData } from "./page-data.server.ts";
import { PollState } from "./poll-state.tsx";
import { Result } from "./result/result.tsx";
import { SharePoll } from "./share-poll.tsx";
import { useLivePoll } from "./use-live-poll.ts";
import { voteAnswer, type VoteAnswer } from "./vote-answer.ts";
import { castVote } from "./voting.server.ts";
import { Voting } from "./voting.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  if (!isPollId(params.id)) throw refuse({ reason: "not-found" });
  const page = await pageData(request, params.id);
  // Still shows the page, because it may have to give back a vote.
  return data(page, { status: page ? 200 : 503 });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const form = await readForm(request, BALLOT_SHAPE);
  if (!isPollId(params.id)) throw refuse({ reason: "not-found" });
  return castVote(request, form, params.id);
}

export const clientAction = offlineFallback((form) => voteAnswer(form, { unsaved: "unknown" }));

export const handle: TitleHandle = {
  title: (words, loaded) => (loaded as PageData | null)?.title ?? words("poll.title"),
};

export const meta: MetaFunction<typeof loader> = ({ data: loaded, matches }) => [
  ...matches.flatMap((match) => match.meta ?? []),
  // A link to a page that nothing is known of at the moment is unlisted all the same.
  ...(loaded ? metaTags(loaded.tags) : [{ name: "robots", content: "noindex" }]),
];

export default function PollRoute() {
  const loaded = useLoaderData<typeof loader>();
  const answer: VoteAnswer | undefined = useActionData<typeof action>();
  return loaded ? <PollPage {...{ loaded, answer }} /> : <KeptBallot answer={answer} />;
}

function PollPage({ loaded, answer }: { loaded: PageData; answer: VoteAnswer | undefined }) {
  const words = useWords();
  const { poll, deleted } = useLivePoll(loaded);
  const { title, mine, fresh, now, link, token } = loaded;
  const { id, entries, byName, ended } = poll;
  const created = useNotice()?.id === "poll-opened";
  useEffect(() => {
    if (created) removeDraft("lottery");
  }, [created]);
  if (deleted) return <Deleted title={words("poll.deleted")} text={words("poll.deleted-text")} />;
  return (
    <>
      <div className="page-head">
        <h1 dir="auto">
          <Spoken text={title} />
        </h1>
        <p className="page-lead">{words(`poll.how-${poll.method}`)}</p>
        <PollState poll={poll} now={now} />
      </div>
      <Freshness of={fresh} now={now} missing="error.away.text" />
      {poll.outcome ? (
        <Result {...{ poll, loaded }} outcome={poll.outcome} />
      ) : (
        <Voting {...{ poll, loaded, answer }} />
      )}
      <SharePoll {...{ id, title, link, ended, byName }} count={entries.length} />
      <nav className="page-commands">
        <a href={paths.pollProof(id, token)}>{words(poll.outcome ? "poll.check" : "poll.how-checked")}</a>
        {mine && !ended ? (
          <Link to={paths.pollSettings(id)}>{words(byName ? "poll.settings-by-name" : "poll.settings")}</Link>
        ) : null}
        {mine ? <Link to={paths.pollDeletion(id)}>{words("poll.delete")}</Link> : null}
      </nav>
    </>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
