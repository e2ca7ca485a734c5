import { useWords } from "#app/copy/words.ts";
import { tickedAs } from "#app/domain/poll/ballot.ts";
import { Alert } from "#app/ui/alert.tsx";
import { UnconfirmedNote } from "#app/ui/forms/unconfirmed-note.tsx";
import { BallotForm } from "./ballot-form.tsx";
import { LookOn, OwnVote } from "./not-voting.tsx";
import type { PageData } from "./page-data.server.ts";
import { Bars } from "./result/bars.tsx";
import type { VoteAnswer } from "./vote-answer.ts";

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
  const { own, ownUnknown, again, submitKey, token } = loaded;
  const { entries, method, soFar, voters } = poll;
  // What a browser sees of the end is only where its page begins to ask.
  if (poll.ended) return <p className="aside-note">{words("poll.counting")}</p>;
  if (entries.length === 0) return <p className="aside-note">{words("lost.title")}</p>;
  const voted = own.ballot !== null || own.elsewhere;
  const mayVote = !poll.byName || own.name !== null || (ownUnknown && token !== null);
  const looksOn = !mayVote && !answer;
  return (
    <>
      {answer?.unsaved ? <UnconfirmedNote saved={answer.unsaved} /> : null}
      {answer?.trouble ? <Alert>{words(`poll.${answer.trouble}`)}</Alert> : null}
      {ownUnknown ? <p className="aside-note">{words("poll.own-unknown")}</p> : null}
      {looksOn ? (
        <LookOn entries={entries} outdated={token !== null} />
      ) : voted && !again && !answer ? (
        <OwnVote {...{ poll, own, token }} />
      ) : (
        <BallotForm
          key={answer?.submitKey ?? submitKey}
          poll={poll}
          name={own.name}
          token={token}
          ticked={answer?.ticked ?? tickedAs(own.ballot?.choices ?? [], method)}
          submitKey={answer?.submitKey ?? submitKey}
          changing={voted}
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

function votesIn(votes: Readonly<Record<number, number>>, entries: PageData["poll"]["entries"]) {
  return entries
    .map(({ position }) => ({ position, votes: votes[position] ?? 0 }))
    .toSorted((a, b) => b.votes - a.votes || a.position - b.position);
}
