import { data } from "@remix-run/node";
import { closePoll, setTerms } from "#app/data/polls/writes.server.ts";
import { pollTerms } from "#app/domain/poll/poll-input.ts";
import type { Command } from "#app/domain/repeatable-command.ts";
import { refuse, seeOther, unsavedStatus, type Repeat } from "#app/http/answer.ts";
import { paths } from "#app/paths.ts";
import type { Visitor } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";
import { answerTo } from "./form-answer.ts";

/**
 * Changes a poll. The form comes back with 422 and its problems, 409 when somebody has voted meanwhile, and 503. One that
 * has ended is led to its result.
 */
export async function change(form: URLSearchParams, id: string, { id: visitorId, clubId }: Visitor) {
  const terms = pollTerms().safeParse(Object.fromEntries(form));
  if (!terms.success) {
    if (terms.error.issues.some(({ path }) => path[0] !== "name"))
      throw refuse({ reason: "unknown-command" });
    const problems = { name: terms.error.issues.map(({ message }) => message) };
    return data(answerTo(form, { problems }), { status: 422 });
  }
  const result = await withinQuota({ kind: "change", form, visitorId }, () =>
    setTerms({ id, clubId, ...terms.data }),
  );
  if (!result.ok)
    return data(answerTo(form, { unsaved: result.saved }), { status: unsavedStatus(result.saved) });
  if (!result.value) throw refuse({ reason: "not-found" });
  if (result.value.kind === "voted") return data(answerTo(form, { voted: true }), { status: 409 });
  return seeOther(paths.poll(id));
}

/** Ends a poll now; one that has ended stays as it is. */
export async function end(form: URLSearchParams, id: string, { id: visitorId, clubId }: Visitor) {
  const result = await withinQuota({ kind: "change", form, visitorId }, () => closePoll({ id, clubId }));
  if (!result.ok) {
    const again: Repeat<Command> = {
      action: paths.pollSettings(id),
      fields: { form: "end" },
      label: "end-poll",
    };
    throw refuse({ reason: "unconfirmed", saved: result.saved, again });
  }
  if (!result.value) throw refuse({ reason: "not-found" });
  return seeOther(paths.poll(id));
}
