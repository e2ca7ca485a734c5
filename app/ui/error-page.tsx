import { Form, isRouteErrorResponse, Link, useRouteError } from "@remix-run/react";
import { type MessageId, useWords } from "#app/copy/words.ts";
import type { Command } from "#app/domain/repeatable-command.ts";
import type { Refusal, Unsaved } from "#app/http/answer.ts";
import { paths } from "#app/paths.ts";
import { AutoRetry } from "./auto-retry.tsx";
import { Retry } from "./retry.tsx";

/** The page of an error that a loader or an action threw; says what happened in words, never in stack traces. */
export function ErrorPage() {
  const words = useWords();
  const error = useRouteError();
  const refusal = refusalOf(error);
  if (refusal?.reason === "unconfirmed") return <Unconfirmed of={refusal} />;
  const reason = refusal?.reason ?? (isUnreachable(error) ? "unreachable" : "unexpected");
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

function Unconfirmed({ of }: { of: Unconfirmed }) {
  const { saved, again } = of;
  const words = useWords();
  return (
    <section className="message-page">
      <h1>{words(TITLES[saved] ?? "unconfirmed.title")}</h1>
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

const TITLES: { [saved in Unsaved]?: MessageId } = {
  "too-many": "unconfirmed.title-too-many",
  "no-cookie": "unconfirmed.title-no-cookie",
};

type Unconfirmed = Extract<Refusal<Command>, { reason: "unconfirmed" }>;

/** Whether no answer came for this page, or only a proxy's. The texts are those of browsers and of Remix. */
function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const failed = error instanceof TypeError && /fetch|network|load failed/i.test(error.message);
  return failed || error.message.startsWith("Unable to decode turbo-stream");
}

function refusalOf(error: unknown): Refusal<Command> | null {
  if (!isRouteErrorResponse(error)) return null;
  const data: unknown = error.data;
  // Remix answers some requests itself, and then its data is a text.
  if (typeof data === "object" && data !== null && "reason" in data) return data as Refusal<Command>;
  if (error.status === 404) return { reason: "not-found" };
  return error.status === 405 ? { reason: "method" } : null;
}
