import { Form, useNavigation } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { INVITE_DAYS, INVITE_USES, INVITES_MAX, type Invite } from "#app/domain/club/club.ts";
import { paths } from "#app/paths.ts";
import { Alert } from "#app/ui/alert.tsx";
import { AutoRetry } from "#app/ui/forms/auto-retry.tsx";
import { ChoiceField } from "#app/ui/forms/field.tsx";
import type { Answer } from "./form-answer.ts";
import { MadeLink } from "./made-link.tsx";

/** Makes a link that lets others in, and lists those that still do. */
export function Invites({
  invites,
  submitKey,
  answer,
}: {
  invites: readonly OpenInvite[];
  submitKey: string;
  answer: Answer | undefined;
}) {
  const words = useWords();
  const busy = useNavigation().formData?.get("form") === "invite";
  const mine = answer?.form === "invite" ? answer : undefined;
  return (
    <section className="panel club-part">
      <h2>{words("club.invite")}</h2>
      <p className="hint">{words("club.invite-hint")}</p>
      {mine?.trouble ? <Alert>{words(`club.${mine.trouble}`, { max: INVITES_MAX })}</Alert> : null}
      {mine?.made ? (
        <MadeLink made={mine.made} label={words("club.made")} hint={words("club.made-hint")} />
      ) : null}
      <Form method="post" action={paths.club} className="invite-form">
        <input type="hidden" name="form" value="invite" />
        <input type="hidden" name="submitKey" value={mine?.unsaved ? mine.typed.submitKey : submitKey} />
        <ChoiceField
          name="uses"
          id="uses"
          label={words("club.uses")}
          defaultValue={mine?.typed.uses ?? "1"}
          choices={INVITE_USES.map((uses) => ({ value: String(uses), words: words(`club.uses-${uses}`) }))}
        />
        <ChoiceField
          name="days"
          id="days"
          label={words("club.days")}
          defaultValue={mine?.typed.days ?? "7"}
          choices={INVITE_DAYS.map((days) => ({ value: String(days), words: words(`club.days-${days}`) }))}
        />
        <button className="button primary" aria-disabled={busy || undefined}>
          {words(busy ? "club.making" : "club.make")}
        </button>
        {mine?.unsaved && mine.unsaved !== "no-cookie" ? <AutoRetry answer={mine} /> : null}
      </Form>
      {invites.length > 0 ? (
        <>
          <h3>{words("club.open")}</h3>
          <ul className="club-list">
            {invites.map((invite) => (
              <InviteRow key={invite.id} invite={invite} />
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}

type OpenInvite = Omit<Invite, "expiresAt"> & { daysLeft: number | null };

function InviteRow({ invite }: { invite: OpenInvite }) {
  const words = useWords();
  const { id, madeBy, usesLeft, daysLeft } = invite;
  const facts = [
    madeBy && words("club.by", { name: madeBy }),
    usesLeft === null ? words("club.uses-0") : words("club.uses-left", { count: usesLeft }),
    daysLeft !== null && words("club.days-left", { count: daysLeft }),
  ]
    .filter(Boolean)
    .join(" · ");
  return (
    <li>
      <span dir="auto">{facts}</span>
      <Form method="post" action={paths.club}>
        <input type="hidden" name="form" value="revoke" />
        <input type="hidden" name="invite" value={id} />
        <button className="text-button" aria-label={words("club.revoke-one", { facts })}>
          {words("club.revoke")}
        </button>
      </Form>
    </li>
  );
}
