import { data } from "@remix-run/node";
import { markWatched, unmarkWatched } from "#app/data/library/writes.server.ts";
import type { Command } from "#app/domain/repeatable-command.ts";
import { watchedEntry } from "#app/domain/library/watched-entry.ts";
import { watchedInput } from "#app/domain/library/watched-input.ts";
import type { EntryOf } from "#app/domain/library/watched.ts";
import { refuse, seeOther, unsavedStatus, type Repeat } from "#app/http/answer.ts";
import { paths } from "#app/paths.ts";
import { notify } from "#app/visitor/notice-cookie.server.ts";
import { visitorOf } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";
import { answerTo } from "./form-answer.ts";

/**
 * Has the library know that a film was watched, or was not after all, and leads back to where that was said. 422 with what
 * is wrong, 404 for what the club has not, 503.
 */
export async function sayWatched(request: Request, form: URLSearchParams) {
  const film = watchedEntry(Object.fromEntries(form));
  if (!film) throw refuse({ reason: "unknown-command" });
  const visitor = await visitorOf(request);
  if (!visitor) throw refuse({ reason: "no-cookie" });
  const said = watchedInput({ now: Date.now() }).safeParse(Object.fromEntries(form));
  if (!said.success) {
    return data(answerTo(form, { problems: said.error.flatten().fieldErrors }), { status: 422 });
  }
  const { watchedOn: on, ownRating: rating } = said.data;
  const which = { ...film, clubId: visitor.clubId };
  const result = await withinQuota({ kind: "change", form, visitorId: visitor.id }, () =>
    form.get("do") === "not"
      ? unmarkWatched(which)
      : markWatched({ ...which, on, rating, known: form.has("known") }),
  );
  const fromPage = form.get("from") === "page";
  if (!result.ok && fromPage) {
    // The page from which it came may be one that cannot be read now either.
    const again: Repeat<Command> = {
      action: paths.history,
      fields: Object.fromEntries(form),
      label: "watched",
    };
    throw refuse({ reason: "unconfirmed", saved: result.saved, again });
  }
  if (!result.ok) {
    return data(answerTo(form, { unsaved: result.saved }), { status: unsavedStatus(result.saved) });
  }
  if (!result.value) throw refuse({ reason: "not-found" });
  const { kind, title } = result.value;
  const notice = await notify(kind === "added" ? "watched-added" : kind, title);
  return seeOther(fromPage ? pageOf(film) : `${listOf(request)}#watched-${film.id}`, notice);
}

function pageOf({ kind, id }: EntryOf): string {
  return kind === "poll" ? paths.poll(id) : paths.lottery(id);
}

/** The list as it was when the form was sent. */
function listOf(request: Request): string {
  return `${paths.history}${new URL(request.url).search}`;
}
