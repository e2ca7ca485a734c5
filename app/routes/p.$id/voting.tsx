import { Link } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { tickedAs } from "#app/domain/ballot.ts";
import { paths } from "#app/paths.ts";
import { Alert } from "#app/ui/alert.tsx";
import { MovieName } from "#app/ui/movie-name.tsx";
import { UnconfirmedNote } from "#app/ui/unconfirmed-note.tsx";
import { BallotForm } from "./ballot-form.tsx";
import type { PageData } from "./page-data.server.ts";
import { Bars } from "./result/bars.tsx";
import type { VoteAnswer } from "./vote-answer.ts";

/** Without JavaScript a page with nothing to fill in looks this often whether the poll has ended. */
const LOOK_EVERY_S = 5;

/** What there is before the end: the ballot, or what was voted with the way to change it. */
export function Voting({
  poll,
  loaded,
  answer,
}: {
  poll: PageData["poll"];
  loaded: PageData;
  answer: VoteAnswer | undefined;
}) {
  const words = useWords();
  const { own, again, submitKey, token } = loaded;
  const { entries, method, soFar, voters } = poll;
  // What a browser sees of the end is only where its page begins to ask.
  if (poll.ended) return <p className="aside-note">{words("poll.counting")}</p>;
  if (entries.length === 0) return <p className="aside-note">{words("lost.title")}</p>;
  const voted = own !== null && !again && !answer;
  return (
    <>
      {answer?.unsaved ? <UnconfirmedNote saved={answer.unsaved} /> : null}
      {answer?.trouble ? <Alert>{words(`poll.${answer.trouble}`)}</Alert> : null}
      {loaded.ownUnknown ? <p className="aside-note">{words("poll.own-unknown")}</p> : null}
      {voted ? (
        <OwnVote {...{ poll, token }} own={own} />
      ) : (
        <BallotForm
          key={answer?.submitKey ?? submitKey}
          poll={poll}
          token={token}
          ticked={answer?.ticked ?? tickedAs(own?.choices ?? [], method)}
          submitKey={answer?.submitKey ?? submitKey}
          changing={own !== null}
          answer={answer}
        />
      )}
      {soFar ? (
        <section className="poll-result">
          <h2>{words("poll.so-far")}</h2>
          <Bars entries={entries} votes={votesIn(soFar, entries)} of={voters} />
          {method === "ranked" ? <p className="hint">{words("poll.so-far-ranked")}</p> : null}
        </section>
      ) : null}
    </>
  );
}

function OwnVote({
  poll,
  own,
  token,
}: {
  poll: PageData["poll"];
  own: NonNullable<PageData["own"]>;
  token: string | null;
}) {
  const words = useWords();
  const { id, entries, method } = poll;
  const films = own.choices.flatMap((position) => entries.find((entry) => entry.position === position) ?? []);
  const List = method === "ranked" ? "ol" : "ul";
  const change = token
    ? `${paths.voteAgain(id)}&${new URLSearchParams({ as: token }).toString()}`
    : paths.voteAgain(id);
  return (
    <section className="panel own-vote">
      <h2>{words("poll.own")}</h2>
      <List>
        {films.map(({ position, title, year }) => (
          <li key={position}>
            <MovieName title={title} year={year} />
          </li>
        ))}
      </List>
      <p>
        <Link className="button" to={change} preventScrollReset>
          {words("poll.change")}
        </Link>
      </p>
      <p className="hint">
        {words("poll.receipt")} <code>{own.receipt}</code>
      </p>
      <noscript>
        <meta httpEquiv="refresh" content={String(LOOK_EVERY_S)} />
      </noscript>
    </section>
  );
}

function votesIn(votes: Readonly<Record<number, number>>, entries: PageData["poll"]["entries"]) {
  return entries
    .map(({ position }) => ({ position, votes: votes[position] ?? 0 }))
    .toSorted((a, b) => b.votes - a.votes || a.position - b.position);
}
