import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useLoaderData, useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { completionPage } from "#app/data/library/reads.server.ts";
import { orderCompletion } from "#app/data/library/writes.server.ts";
import { NO_FIELDS } from "#app/domain/form-shape.ts";
import type { Command } from "#app/domain/repeatable-command.ts";
import { refuse, seeOther, type Repeat } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { languageOf } from "#app/http/request-language.server.ts";
import { films } from "#app/movies/open-films.server.ts";
import { paths } from "#app/paths.ts";
import { offlineFallback, repeat } from "#app/ui/forms/offline-fallback.ts";
import type { TitleHandle } from "#app/ui/title.ts";
import { visitorOf } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";
import { wordsFor } from "./words.server.ts";

const LOOK_EVERY_S = 3;

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request);
  const { value: progress } = await completionPage({ clubId: visitor?.clubId ?? null });
  if (!progress) throw refuse({ reason: "away" });
  const running = progress.done < progress.ordered;
  if (running) films().goOnCompleting();
  const on = films()
    .report()
    .filter(({ state }) => state !== "off");
  const waits = on.length > 0 && on.every(({ state }) => state === "spent" || state === "resting");
  return { progress, running, texts: await wordsFor(request, progress, { waits }) };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request, NO_FIELDS);
  const visitor = await visitorOf(request);
  if (!visitor) throw refuse({ reason: "not-found" });
  const language = await languageOf(request);
  const result = await withinQuota({ kind: "change", form, visitorId: visitor.id }, () =>
    orderCompletion({ clubId: visitor.clubId, language }),
  );
  if (!result.ok) {
    const again: Repeat<Command> = { action: paths.completion, fields: {}, label: "complete" };
    throw refuse({ reason: "unconfirmed", saved: result.saved, again });
  }
  films().goOnCompleting();
  return seeOther(paths.completion);
}

export const clientAction = offlineFallback(repeat("complete"));

export const handle: TitleHandle = {
  title: (_, data) => (data as Awaited<ReturnType<typeof loader>>).texts.title,
};

export default function LibraryCompletion() {
  const { progress, running, texts } = useLoaderData<typeof loader>();
  useLook(running);
  return (
    <>
      <div className="page-head">
        <h1>{texts.title}</h1>
        <p className="page-lead">{texts.lead}</p>
      </div>
      <section className="prose">
        {texts.state ? <p role="status">{texts.state}</p> : null}
        {running ? (
          <>
            <progress max={progress.ordered} value={progress.done} aria-label={texts.title} />
            <p>{texts.next}</p>
            <noscript>
              <meta httpEquiv="refresh" content={String(LOOK_EVERY_S)} />
            </noscript>
          </>
        ) : (
          <p>{texts.bare}</p>
        )}
        {!running && progress.bare > 0 ? (
          <Form method="post">
            <button className="button primary">{texts.start}</button>
          </Form>
        ) : null}
      </section>
      <nav className="page-commands">
        <Link to={paths.library}>{texts.back}</Link>
      </nav>
    </>
  );
}

/** Looks again every few seconds while it goes on. */
function useLook(running: boolean): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!running || state !== "idle") return;
    const timer = setTimeout(revalidate, LOOK_EVERY_S * 1_000);
    return () => clearTimeout(timer);
  }, [running, revalidate, state]);
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
