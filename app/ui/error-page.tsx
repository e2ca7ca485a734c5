import { Form, Link, useRouteError } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import type { Command } from "#app/domain/repeatable-command.ts";
import type { Refusal } from "#app/http/answer.ts";
import { paths } from "#app/paths.ts";
import { AutoRetry } from "./forms/auto-retry.tsx";
import { headingOf, reasonOf, refusalOf } from "./page-error.ts";
import { Retry } from "./forms/retry.tsx";

/** The page of an error that a loader or an action threw; says what happened in words, never in stack traces. */
export function ErrorPage() {
  const words = useWords();
  const error = useRouteError();
  const refusal = refusalOf(error);
  if (refusal?.reason === "unconfirmed")
    return <Unconfirmed of={refusal} heading={words(headingOf(error))} />;
  const reason = reasonOf(error);
  return (
    <section className="message-page">
      <h1>{words(`error.${reason}.title`)}</h1>
      <p>{words(`error.${reason}.text`)}</p>
      {reason === "away" || reason === "unreachable" ? <Retry /> : null}
      <p>
        <Link className="button" to={paths.home}>
          {words("error.back")}
        </Link>
      </p>
    </section>
  );
}

function Unconfirmed({ of, heading }: { of: Unconfirmed; heading: string }) {
  const { saved, again } = of;
  const words = useWords();
  return (
    <section className="message-page">
      <h1>{heading}</h1>
      <p role="alert">{words(`unconfirmed.text-${saved}`)}</p>
      <Form method="post" action={again.action} className="message-again">
        {Object.entries(again.fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <button className="button primary">{words(`unconfirmed.${again.label}`)}</button>
        {saved === "no-cookie" ? null : <AutoRetry answer={of} />}
      </Form>
    </section>
  );
}

type Unconfirmed = Extract<Refusal<Command>, { reason: "unconfirmed" }>;
