import { Form, useNavigation } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import type { Ticked } from "#app/domain/poll/ballot.ts";
import { posterDesigns } from "#app/domain/posters/poster-list.ts";
import { AutoRetry } from "#app/ui/forms/auto-retry.tsx";
import { MovieName } from "#app/ui/film/movie-name.tsx";
import { Poster } from "#app/ui/film/poster.tsx";
import type { PageData } from "./page-data.server.ts";
import { RankingFields } from "./ranking-fields.tsx";
import type { VoteAnswer } from "./vote-answer.ts";

/** The ballot: films to tick, or to put in order. One submit button, so all of it works without JavaScript. */
export function BallotForm({
  poll,
  name,
  token,
  ticked,
  submitKey,
  changing,
  answer,
}: {
  poll: PageData["poll"];
  /** Where people vote by name: whose link this is. */
  name: string | null;
  token: string | null;
  ticked: Ticked;
  submitKey: string;
  /** Whether a vote is there already. */
  changing: boolean;
  answer: VoteAnswer | undefined;
}) {
  const words = useWords();
  const busy = useNavigation().state === "submitting";
  const { method } = poll;
  const problem = answer?.problems[0];
  return (
    <Form method="post" className="ballot" aria-labelledby="ballot-title" noValidate>
      <input type="hidden" name="submitKey" value={submitKey} />
      <input type="hidden" name="method" value={method} />
      {token ? <input type="hidden" name="voter" value={token} /> : null}
      <div>
        <h2 id="ballot-title">{words("poll.ballot")}</h2>
        {name === null ? null : <p>{words("poll.own-name", { name })}</p>}
        <p className="hint">
          {method === "ranked" ? `${words("poll.hint-ranked")} ` : null}
          {words(poll.byName ? "poll.hint-by-name" : "poll.hint-browser")} {words("poll.until-end")}
        </p>
      </div>
      {method === "ranked" ? (
        <RankingFields entries={poll.entries} ranks={ticked.ranks} problems={answer?.problems ?? {}} />
      ) : (
        <Ticks poll={poll} films={ticked.films} />
      )}
      <div className="tick-bar">
        {problem ? (
          <p className="problems" role="alert">
            {words(`poll.${problem}`)}
          </p>
        ) : null}
        <button className="button primary" aria-disabled={busy || undefined}>
          {words(changing ? "poll.vote-again" : "poll.vote")}
        </button>
        {answer?.unsaved && answer.unsaved !== "no-cookie" ? <AutoRetry answer={answer} /> : null}
      </div>
    </Form>
  );
}

/** One tick, or as many as one likes. */
function Ticks({ poll: { entries, method }, films }: { poll: PageData["poll"]; films: readonly number[] }) {
  const designs = posterDesigns(entries);
  return (
    <fieldset className="ballot-films" aria-labelledby="ballot-title">
      <ul className="poster-grid">
        {entries.map((entry, index) => (
          <li key={entry.position}>
            <label className="poster-link">
              <Poster movie={entry} design={designs[index]} />
              <MovieName title={entry.title} year={entry.year} />
              <input
                type={method === "one" ? "radio" : "checkbox"}
                name="film"
                value={entry.position}
                defaultChecked={films.includes(entry.position)}
              />
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
