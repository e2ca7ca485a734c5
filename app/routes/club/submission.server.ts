import { data } from "@remix-run/node";
import type * as z from "zod";
import { endInvite, makeInvite, makeRecovery, nameClub, nameDevice } from "#app/data/club/writes.server.ts";
import {
  clubNameInput,
  firstNameInput,
  INVITE_INPUT,
  RECOVERY_INPUT,
  REVOCATION_INPUT,
} from "#app/domain/club/club-input.ts";
import { refuse, seeOther, unsavedStatus, type Repeat, type Unsaved } from "#app/http/answer.ts";
import type { Command } from "#app/domain/repeatable-command.ts";
import { paths } from "#app/paths.ts";
import { absoluteUrl } from "#app/sharing/absolute-url.server.ts";
import { qrSvg } from "#app/sharing/qr.server.ts";
import { inviteToken } from "#app/visitor/invite-token.server.ts";
import { notify } from "#app/visitor/notice-cookie.server.ts";
import type { Notice } from "#app/visitor/notices.ts";
import type { Sender } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";
import { answerTo, type Answer, type FormName } from "./form-answer.ts";

/**
 * Carries out the form that was sent. 422 with its problems, 403 for a sender without a cookie, 409 for a link that
 * cannot be made, 503.
 */
export async function carryOut(name: FormName, form: URLSearchParams, sender: Sender) {
  if (!sender.known && name !== "revoke") return unsaved(name, form, sender, "no-cookie");
  const { id: deviceId, clubId } = sender.visitor;
  switch (name) {
    case "name": {
      const input = clubNameInput().safeParse(Object.fromEntries(form));
      if (!input.success) return faulty(name, form, input.error);
      return saved(name, form, sender, "club-named", () => nameClub({ clubId, ...input.data }));
    }
    case "me": {
      const input = firstNameInput().safeParse(Object.fromEntries(form));
      if (!input.success) return faulty(name, form, input.error);
      return saved(name, form, sender, "device-named", () => nameDevice({ deviceId, clubId, ...input.data }));
    }
    case "revoke":
      return revoke(form, sender);
    case "invite": {
      const { submitKey, uses, days } = fieldsOf(INVITE_INPUT, form);
      const token = inviteToken([clubId, submitKey, uses, days]);
      return linked(name, form, sender, token, () =>
        makeInvite({ deviceId, clubId, token, uses: uses || null, days, submitKey }),
      );
    }
    case "recovery": {
      const { submitKey } = fieldsOf(RECOVERY_INPUT, form);
      const token = inviteToken([clubId, submitKey, "recovery"]);
      return linked(name, form, sender, token, () => makeRecovery({ deviceId, clubId, token, submitKey }));
    }
  }
}

/** The fields that our own page wrote; anything else comes from no page of ours. */
function fieldsOf<T>(schema: z.ZodType<T>, form: URLSearchParams): T {
  const input = schema.safeParse(Object.fromEntries(form));
  if (!input.success) throw refuse({ reason: "unknown-command" });
  return input.data;
}

function faulty(name: FormName, form: URLSearchParams, { issues }: z.ZodError) {
  return data(answerTo(name, form, { problems: issues.map(({ message }) => message) }), { status: 422 });
}

function unsaved(name: FormName, form: URLSearchParams, { cookie }: Sender, why: Unsaved) {
  const headers: HeadersInit = cookie ? { "Set-Cookie": cookie } : {};
  return data(answerTo(name, form, { unsaved: why }), { status: unsavedStatus(why), headers });
}

/** Ends an invite: a command without anything typed. */
async function revoke(form: URLSearchParams, { visitor, known, cookie }: Sender): Promise<Response> {
  const { invite: inviteId } = fieldsOf(REVOCATION_INPUT, form);
  const again: Repeat<Command> = {
    action: paths.club,
    fields: { form: "revoke", invite: inviteId },
    label: "revoke",
  };
  if (!known) throw refuse({ reason: "unconfirmed", saved: "no-cookie", again });
  const result = await withinQuota({ kind: "club", form, visitorId: visitor.id }, () =>
    endInvite({ inviteId, clubId: visitor.clubId }),
  );
  if (!result.ok) throw refuse({ reason: "unconfirmed", saved: result.saved, again });
  if (!result.value) throw refuse({ reason: "not-found" });
  return seeOther(paths.club, cookie, await notify("invite-ended"));
}

type Outcome<T> = { ok: true; value: T } | { ok: false; saved: Unsaved };

/** Saves what needs no answer but a sentence. */
async function saved(
  name: FormName,
  form: URLSearchParams,
  sender: Sender,
  notice: Notice["id"],
  write: () => Promise<Outcome<void>>,
) {
  const result = await withinQuota({ kind: "club", form, visitorId: sender.visitor.id }, write);
  if (!result.ok) return unsaved(name, form, sender, result.saved);
  return seeOther(paths.club, sender.cookie, await notify(notice));
}

/** Saves a link and shows it; the only time, as nobody can compute it from what is saved. */
async function linked(
  name: FormName,
  form: URLSearchParams,
  sender: Sender,
  token: string,
  write: () => ReturnType<typeof makeInvite>,
) {
  const result = await withinQuota({ kind: "club", form, visitorId: sender.visitor.id }, write);
  if (!result.ok) return unsaved(name, form, sender, result.saved);
  const headers: HeadersInit = sender.cookie ? { "Set-Cookie": sender.cookie } : {};
  if (result.value !== "made") {
    const trouble: Answer["trouble"] = result.value === "full" ? "full" : "conflict";
    return data(answerTo(name, form, { trouble }), { status: 409, headers });
  }
  const link = absoluteUrl(paths.join(token));
  const qr = `data:image/svg+xml;base64,${Buffer.from(await qrSvg(link)).toString("base64")}`;
  return data(answerTo(name, form, { made: { link, qr } }), { status: 200, headers });
}
