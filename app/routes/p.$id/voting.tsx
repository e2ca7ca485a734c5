import { Link } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { tickedAs } from "#app/domain/ballot.ts";
import { posterDesigns } from "#app/domain/poster-list.ts";
import { paths } from "#app/paths.ts";
import { Alert } from "#app/ui/alert.tsx";
import { MovieName } from "#app/ui/movie-name.tsx";
import { Poster } from "#app/ui/poster.tsx";
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

/** The films, for who has no personal link where only those vote who have one. */
function LookOn({ entries, outdated }: { entries: PageData["poll"]["entries"]; outdated: boolean }) {
  const words = useWords();
  const designs = posterDesigns(entries);
  return (
    <>
      <p className="aside-note">{words(outdated ? "poll.link-outdated" : "poll.look-on")}</p>
      <ul className="poster-grid" aria-label={words("lottery.candidates")}>
        {entries.map((entry, index) => (
          <li key={entry.position}>
            <Poster movie={entry} design={designs[index]} />
            <MovieName title={entry.title} year={entry.year} />
          </li>
        ))}
      </ul>
      <LookAgain />
    </>
  );
}

function OwnVote({
  poll,
  own,
  token,
}: {
  poll: PageData["poll"];
  own: PageData["own"];
  token: string | null;
}) {
  const words = useWords();
  const { id, entries, method } = poll;
  const { name, ballot } = own;
  const choices = ballot?.choices ?? [];
  const films = choices.flatMap((position) => entries.find((entry) => entry.position === position) ?? []);
  const List = method === "ranked" ? "ol" : "ul";
  return (
    <section className="panel own-vote">
      <h2>{words("poll.own")}</h2>
      {name === null ? null : <p>{words("poll.own-name", { name })}</p>}
      {ballot ? (
        <List>
          {films.map(({ position, title, year }) => (
            <li key={position}>
              <MovieName title={title} year={year} />
            </li>
          ))}
        </List>
      ) : (
        <p>{words("poll.own-elsewhere")}</p>
      )}
      <p>
        <Link className="button" to={paths.voteAgain(id, token)} preventScrollReset>
          {words("poll.change")}
        </Link>
      </p>
      {ballot ? (
        <p className="hint">
          {words("poll.receipt")} <code>{ballot.receipt}</code>
        </p>
      ) : null}
      <LookAgain />
    </section>
  );
}

/** Without JavaScript the page looks by itself whether the poll has ended. */
function LookAgain() {
  return (
    <noscript>
      <meta httpEquiv="refresh" content={String(LOOK_EVERY_S)} />
    </noscript>
  );
}

function votesIn(votes: Readonly<Record<number, number>>, entries: PageData["poll"]["entries"]) {
  return entries
    .map(({ position }) => ({ position, votes: votes[position] ?? 0 }))
    .toSorted((a, b) => b.votes - a.votes || a.position - b.position);
}
