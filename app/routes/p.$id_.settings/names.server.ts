import { data } from "@remix-run/node";
import * as z from "zod";
import { addNames, newLink, removeName } from "#app/data/polls/writes.server.ts";
import { inviteHash } from "#app/data/identity.server.ts";
import { voterList } from "#app/data/polls/reads.server.ts";
import { readNames } from "#app/domain/poll/poll-voters.ts";
import type { Command } from "#app/domain/repeatable-command.ts";
import { refuse, seeOther, unsavedStatus, type Repeat, type Unsaved } from "#app/http/answer.ts";
import { paths } from "#app/paths.ts";
import { absoluteUrl } from "#app/sharing/absolute-url.server.ts";
import { notify } from "#app/visitor/notice-cookie.server.ts";
import type { Visitor } from "#app/visitor/visitor.server.ts";
import { voterToken, voterTokens } from "#app/visitor/voter-token.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";
import { answerTo } from "./form-answer.ts";

/** Somebody who votes by name. The link is null when it was made under a secret that this app has no more. */
export type Voter = { id: string; name: string; links: number; voted: boolean; link: string | null };

/** Those who vote by name in a poll of this club; null means unknown. */
export async function votersOfPoll(of: { pollId: string; clubId: string }): Promise<Voter[] | null> {
  const { value, source } = await voterList(of);
  if (!value) return source === "default" ? null : [];
  return value.map(({ tokenHash, ...voter }) => {
    const token = voterTokens(voter.id, voter.links).find((each) => inviteHash(each) === tokenHash);
    return { ...voter, link: token ? absoluteUrl(paths.pollAs(of.pollId, token)) : null };
  });
}

/**
 * Writes names down. The form comes back with 422 and what is wrong, 409 when somebody has voted without a name, and 503.
 * That of a poll that has ended leads to its result.
 */
export async function name(form: URLSearchParams, id: string, { id: visitorId, clubId }: Visitor) {
  const { names, problem } = readNames(form.get("names") ?? "");
  const namesProblem = problem ?? (names.length === 0 ? { code: "names-blank" as const, name: "" } : null);
  if (namesProblem) return data(answerTo(form, { namesProblem }), { status: 422 });
  const result = await withinQuota({ kind: "change", form, visitorId }, () =>
    addNames({ id, clubId, names, tokenOf: voterToken }),
  );
  if (!result.ok)
    return data(answerTo(form, { unsaved: result.saved }), { status: unsavedStatus(result.saved) });
  switch (result.value?.kind) {
    case undefined:
      throw refuse({ reason: "not-found" });
    case "named":
      return seeOther(paths.pollSettings(id), await notify("names-added"));
    case "full":
      return data(answerTo(form, { namesProblem: { code: "names-many", name: "" } }), { status: 422 });
    case "voted":
      return data(answerTo(form, { voted: true }), { status: 409 });
    case "ended":
      return seeOther(paths.poll(id));
  }
}

/** Gives a name another link. */
export async function renew(form: URLSearchParams, id: string, { id: visitorId, clubId }: Visitor) {
  const voterId = voterIn(form);
  const links = Number(form.get("links"));
  if (!Number.isInteger(links) || links < 1 || links > LINKS_MAX) throw refuse({ reason: "unknown-command" });
  const result = await withinQuota({ kind: "change", form, visitorId }, () =>
    newLink({ id, clubId, voterId, links, tokenOf: voterToken }),
  );
  if (!result.ok) throw unconfirmed(form, id, result.saved, "renew-link");
  if (!result.value) throw refuse({ reason: "not-found" });
  return seeOther(paths.pollSettings(id), await notify("link-renewed"));
}

/** More than a column holds are no number of ours. */
const LINKS_MAX = 1_000_000;

/** Takes a name off the list; one that has voted stays, and that is said. */
export async function strike(form: URLSearchParams, id: string, { id: visitorId, clubId }: Visitor) {
  const voterId = voterIn(form);
  const result = await withinQuota({ kind: "change", form, visitorId }, () =>
    removeName({ pollId: id, clubId, voterId }),
  );
  if (!result.ok) throw unconfirmed(form, id, result.saved, "remove");
  switch (result.value) {
    case null:
      throw refuse({ reason: "not-found" });
    case "ended":
      return seeOther(paths.poll(id));
    case "voted":
      return seeOther(paths.pollSettings(id), await notify("name-voted"));
    // Pressing twice has the same result.
    case "struck":
    case "gone":
      return seeOther(paths.pollSettings(id), await notify("name-struck"));
  }
}

function voterIn(form: URLSearchParams): string {
  const voterId = z.uuid().safeParse(form.get("voter")).data;
  if (!voterId) throw refuse({ reason: "unknown-command" });
  return voterId;
}

function unconfirmed(form: URLSearchParams, id: string, saved: Unsaved, label: Command) {
  const again: Repeat<Command> = { action: paths.pollSettings(id), fields: Object.fromEntries(form), label };
  return refuse({ reason: "unconfirmed", saved, again });
}
