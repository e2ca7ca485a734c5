import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { clubPage } from "#app/data/club/reads.server.ts";
import { deleteClub } from "#app/data/club/writes.server.ts";
import { CLUB_DELETION_SHAPE } from "#app/domain/club/club-input.ts";
import type { Command } from "#app/domain/repeatable-command.ts";
import { refuse, seeOther, type Repeat } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { paths } from "#app/paths.ts";
import { offlineFallback, repeat } from "#app/ui/forms/offline-fallback.ts";
import { Spoken } from "#app/ui/spoken.tsx";
import type { TitleHandle } from "#app/ui/title.ts";
import { membership } from "#app/visitor/membership.server.ts";
import { notify } from "#app/visitor/notice-cookie.server.ts";
import { leaversCookie, visitorOf, wasRemoved } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request);
  if (!visitor) throw refuse({ reason: "not-found" });
  const { value } = await clubPage({ clubId: visitor.clubId });
  const others = value?.devices.filter(({ id }) => id !== visitor.id).length ?? 0;
  return { name: value?.name ?? "", others };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request, CLUB_DELETION_SHAPE);
  const visitor = await visitorOf(request);
  // Pressed again after a lost answer, or by two at once: the club is gone already.
  if (!visitor && (await wasRemoved(request))) return gone(request);
  if (!visitor) throw refuse({ reason: "not-found" });
  if (form.get("sure") !== "on") return data({ unticked: true }, { status: 422 });
  const { clubId } = visitor;
  const result = await withinQuota({ kind: "club", form, visitorId: visitor.id }, () =>
    deleteClub({ clubId }),
  );
  if (!result.ok) {
    const again: Repeat<Command> = { action: paths.clubDeletion, fields: { sure: "on" }, label: "delete" };
    throw refuse({ reason: "unconfirmed", saved: result.saved, again });
  }
  membership().removed(clubId);
  return gone(request);
}

async function gone(request: Request): Promise<Response> {
  return seeOther(paths.home, await leaversCookie(request), await notify("club-deleted"));
}

export const clientAction = offlineFallback(repeat("delete"));

export const handle: TitleHandle = { title: (words) => words("club.delete-title") };

export default function ClubDeletion() {
  const { name, others } = useLoaderData<typeof loader>();
  const unticked = Boolean(useActionData<typeof action>());
  const words = useWords();
  return (
    <section className="message-page">
      <h1>{words("club.delete-title")}</h1>
      {name ? (
        <p className="message-subject" dir="auto">
          <Spoken text={name} />
        </p>
      ) : null}
      <p>{words("club.delete-text")}</p>
      {others > 0 ? <p>{words("club.delete-others", { count: others })}</p> : null}
      <p>
        <a href={paths.export("json")} download>
          {words("club.delete-export")}
        </a>
      </p>
      <Form method="post" className="message-again">
        <label className="chip">
          <input
            type="checkbox"
            name="sure"
            aria-invalid={unticked || undefined}
            aria-describedby={unticked ? "sure-problem" : undefined}
          />{" "}
          {words("club.delete-sure")}
        </label>
        {unticked ? (
          <span className="problems" id="sure-problem" role="alert">
            {words("club.delete-unticked")}
          </span>
        ) : null}
        <div className="choices">
          <button className="button danger">{words("club.delete-yes")}</button>
          <Link className="button" to={paths.club}>
            {words("club.delete-no")}
          </Link>
        </div>
      </Form>
    </section>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
