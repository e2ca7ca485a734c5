import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { clubPage } from "#app/data/club/reads.server.ts";
import { daysUntil, NEW_CLUB } from "#app/domain/club/club.ts";
import { CLUB_SHAPE } from "#app/domain/club/club-input.ts";
import { refuse } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { momentOfPage, submitKeyForPage } from "#app/http/single-use.server.ts";
import { paths } from "#app/paths.ts";
import { Freshness } from "#app/ui/freshness.tsx";
import { offlineFallback, repeat } from "#app/ui/forms/offline-fallback.ts";
import type { TitleHandle } from "#app/ui/title.ts";
import { UnconfirmedNote } from "#app/ui/forms/unconfirmed-note.tsx";
import { visitorOf, visitorToSave } from "#app/visitor/visitor.server.ts";
import { Devices } from "./devices.tsx";
import { answerTo, formNamed } from "./form-answer.ts";
import { Invites } from "./invites.tsx";
import { LineForm } from "./line-form.tsx";
import { Recovery } from "./recovery.tsx";
import { carryOut } from "./submission.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request);
  const { value, ...fresh } = await clubPage({ clubId: visitor?.clubId ?? null });
  const { devices, invites, ...club } = value ?? NEW_CLUB;
  const now = momentOfPage();
  const me = visitor?.id ?? null;
  // Nobody has written down yet that this one is here.
  const unseen = me !== null && value !== null && !devices.some(({ id }) => id === me);
  return {
    club,
    devices: unseen ? [{ id: me, firstName: "", lastSeen: null }, ...devices] : devices,
    // Counted here and not in the page, which may be kept for a while.
    invites: invites.map(({ expiresAt, ...invite }) => ({ ...invite, daysLeft: daysUntil(expiresAt, now) })),
    me,
    fresh,
    inviteKey: submitKeyForPage(),
    recoveryKey: submitKeyForPage(),
    now,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request, CLUB_SHAPE);
  const name = formNamed(form.get("form"));
  if (!name) throw refuse({ reason: "unknown-command" });
  return carryOut(name, form, await visitorToSave(request));
}

export const clientAction = offlineFallback((form, action) => {
  const name = formNamed(form.get("form"));
  if (name === null || name === "revoke") return repeat("revoke")(form, action);
  return answerTo(name, form, { unsaved: "unknown" });
});

export const handle: TitleHandle = { title: (words) => words("club.title") };

export default function ClubPage() {
  const { club, devices, invites, me, fresh, inviteKey, recoveryKey, now } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const words = useWords();
  const own = devices.find(({ id }) => id === me);
  return (
    <>
      <div className="page-head">
        <h1 dir="auto">{club.name || words("club.title")}</h1>
        <p className="page-lead">{words("club.lead")}</p>
      </div>
      {answer?.unsaved ? <UnconfirmedNote saved={answer.unsaved} /> : null}
      <Freshness of={fresh} now={now} missing="club.away" />
      {club.arriving ? <p className="aside-note">{words("club.arriving")}</p> : null}
      <div className="club-page">
        <Invites invites={invites} submitKey={inviteKey} answer={answer} />
        <Devices devices={devices} me={me} now={now} />
        <section className="panel club-part">
          <LineForm
            form="me"
            field="firstName"
            label={words("club.me")}
            hint={words("club.me-hint")}
            value={own?.firstName ?? ""}
            answer={answer}
          />
          <LineForm form="name" field="name" label={words("club.name")} value={club.name} answer={answer} />
        </section>
        <Recovery there={club.recoverable} submitKey={recoveryKey} answer={answer} />
      </div>
      {me ? (
        <nav className="page-commands">
          <Link to={paths.deviceRemoval(me)}>{words("club.leave")}</Link>
          <Link to={paths.clubDeletion}>{words("club.delete")}</Link>
        </nav>
      ) : null}
    </>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
