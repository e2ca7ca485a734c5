import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import "#app/styles/poll.css";
import { useWords } from "#app/copy/words.ts";
import { pollPage } from "#app/data/polls/reads.server.ts";
import { isToken } from "#app/domain/club/club.ts";
import { POLL_PYTHON } from "#app/domain/poll/poll-proof.ts";
import { cameAlong, isPollId } from "#app/domain/poll/poll.ts";
import { refuse } from "#app/http/answer.ts";
import { momentOfPage } from "#app/http/single-use.server.ts";
import { paths } from "#app/paths.ts";
import { lotteryTitles } from "#app/sharing/lottery-titles.server.ts";
import { ExactText } from "#app/ui/exact-text.tsx";
import { Freshness } from "#app/ui/freshness.tsx";
import { Spoken } from "#app/ui/spoken.tsx";
import type { TitleHandle } from "#app/ui/title.ts";
import { CountAgain } from "./count-again.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  if (!isPollId(params.id)) throw refuse({ reason: "not-found" });
  const poll = await pollPage({ pollId: params.id });
  if (!poll.value) throw refuse({ reason: poll.missing });
  const { id, byName, seedHash, seed, outcome } = poll.value;
  const title = (await lotteryTitles(request))(poll.value);
  const counted = outcome && { ballots: outcome.ballots, ballotsHash: outcome.ballotsHash, seed: seed ?? "" };
  const as = new URL(request.url).searchParams.get("as") ?? undefined;
  const back = paths.pollAs(id, isToken(as) ? as : null);
  const fresh = { source: poll.source, asOf: poll.asOf };
  return { id, title, back, byName, seedHash, counted, fresh, now: momentOfPage() };
}

export const handle: TitleHandle = { title: (words) => words("poll.proof-title") };

export default function PollProof() {
  const { id, title, back, byName, seedHash, counted, fresh, now } = useLoaderData<typeof loader>();
  const words = useWords();
  return (
    <>
      <div className="page-head">
        <h1>{words("poll.proof-title")}</h1>
        <p className="page-lead" dir="auto">
          <Link to={back}>
            <Spoken text={title} />
          </Link>
        </p>
      </div>
      <Freshness of={fresh} now={now} missing="error.away.text" />
      <p className="prose">{words("poll.proof-lead")}</p>
      <section className="panel proof">
        <h2>{words(counted ? "poll.proof-values" : "poll.proof-before")}</h2>
        <ExactText label={words("poll.seed-hash")} of={seedHash} />
        {counted ? (
          <>
            <ExactText label={words("poll.seed")} of={counted.seed} />
            <ExactText label={words("poll.ballots-hash")} of={counted.ballotsHash} />
            <p>
              <a href={paths.ballots(id)} download>
                {words("poll.download", { count: counted.ballots })}
              </a>
            </p>
            <p>{words("poll.find-yours")}</p>
            <CountAgain id={id} />
            <details>
              <summary>{words("poll.python")}</summary>
              <p>{words("poll.python-text")}</p>
              <ExactText label={words("poll.python-name")} of={POLL_PYTHON} />
            </details>
          </>
        ) : (
          <p>{words("poll.proof-later")}</p>
        )}
      </section>
      <section className="prose">
        <h2>{words("poll.rules")}</h2>
        <ul>
          {(["one", "approval", "ranked", "last", "level", "exhausted", "tie"] as const).map((rule) => (
            <li key={rule}>{words(`poll.rule-${rule}`)}</li>
          ))}
        </ul>
      </section>
      <section className="prose">
        <h2>{words("poll.limits")}</h2>
        <ul>
          {([byName ? "names" : "browsers", "server", "seed", "receipt"] as const).map((limit) => (
            <li key={limit}>{words(`poll.limit-${limit}`)}</li>
          ))}
          {cameAlong(id) ? <li>{words("poll.limit-moved")}</li> : null}
        </ul>
      </section>
      <nav className="page-commands">
        <Link to={back}>{words("poll.back")}</Link>
      </nav>
    </>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
