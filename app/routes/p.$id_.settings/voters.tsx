import { Form } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { VOTERS_MAX } from "#app/domain/poll/poll-voters.ts";
import { Alert } from "#app/ui/alert.tsx";
import { AutoRetry } from "#app/ui/forms/auto-retry.tsx";
import { LinkField } from "#app/ui/forms/link-field.tsx";
import { SystemShare } from "#app/ui/lottery/sharing/ways.tsx";
import { UnconfirmedNote } from "#app/ui/forms/unconfirmed-note.tsx";
import { VoterNames } from "#app/ui/lottery/voter-names.tsx";
import type { FormAnswer } from "./form-answer.ts";
import type { Voter } from "./names.server.ts";

/** Who votes by name, each with a link of their own; and the form that writes more names down. */
export function Voters({
  title,
  voters,
  byName,
  answer,
}: {
  title: string;
  /** Null when they are not known at the moment. */
  voters: readonly Voter[] | null;
  byName: boolean;
  answer: FormAnswer | undefined;
}) {
  const words = useWords();
  return (
    <section className="poll-voters" aria-labelledby="voters">
      <h2 id="voters">{words("poll.voters-title")}</h2>
      <p className="hint">{words(byName ? "poll.voters-text" : "poll.voters-none")}</p>
      {voters === null ? <p className="aside-note">{words("poll.voters-unknown")}</p> : null}
      {voters?.length ? (
        <ul className="voter-list">
          {voters.map((voter) => (
            <VoterRow key={voter.id} {...{ voter, title }} />
          ))}
        </ul>
      ) : null}
      {answer?.unsaved ? <UnconfirmedNote saved={answer.unsaved} /> : null}
      {answer?.voted ? <Alert>{words("poll.names-voted")}</Alert> : null}
      {voters && voters.length >= VOTERS_MAX ? null : (
        <Form method="post" className="poll-form" noValidate>
          <VoterNames
            key={voters?.length}
            typed={answer?.names ?? ""}
            problem={answer?.namesProblem ?? null}
          />
          <button name="form" value="names" className="button">
            {words("poll.names-add")}
          </button>
          {answer?.unsaved ? <AutoRetry answer={answer} /> : null}
        </Form>
      )}
    </section>
  );
}

function VoterRow({ voter, title }: { voter: Voter; title: string }) {
  const words = useWords();
  const { id, name, links, voted, link } = voter;
  const field = `link-${id}`;
  return (
    <li>
      <div className="share-head">
        {link ? (
          <label htmlFor={field} dir="auto">
            {name}
          </label>
        ) : (
          <b dir="auto">{name}</b>
        )}{" "}
        <span className="hint">{words(voted ? "poll.has-voted" : "poll.has-not-voted")}</span>
      </div>
      {link ? <LinkField id={field} link={link} /> : <p className="hint">{words("poll.link-lost")}</p>}
      <Form method="post" className="voter-commands">
        <input type="hidden" name="voter" value={id} />
        <input type="hidden" name="links" value={links} />
        {link ? (
          <SystemShare link={link} title={title} text={words("poll.share-text-personal", { name, title })} />
        ) : null}
        <button
          name="form"
          value="renew-link"
          className="text-button link"
          aria-label={words("poll.renew-of", { name })}
        >
          {words("poll.renew")}
        </button>
        {voted ? null : (
          <button
            name="form"
            value="strike-name"
            className="text-button link"
            aria-label={words("poll.strike-of", { name })}
          >
            {words("poll.strike")}
          </button>
        )}
      </Form>
    </li>
  );
}
