import { randomUUID } from "node:crypto";
import { data } from "@remix-run/node";
import * as z from "zod";
import { createPoll } from "#app/data/polls/writes.server.ts";
import { ENTRIES_MAX, ENTRIES_MIN } from "#app/domain/lottery/lottery.ts";
import { readNames } from "#app/domain/poll/poll-voters.ts";
import { pollFilmsIn, pollTerms } from "#app/domain/poll/poll-input.ts";
import { POLL_HOURS_USUAL } from "#app/domain/poll/poll.ts";
import { refuse, seeOther, unsavedStatus } from "#app/http/answer.ts";
import { paths } from "#app/paths.ts";
import { notify } from "#app/visitor/notice-cookie.server.ts";
import { visitorToSave } from "#app/visitor/visitor.server.ts";
import { voterToken } from "#app/visitor/voter-token.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";
import { answerTo } from "./form-answer.ts";

/**
 * Makes a poll of the films that the form names. It comes back with 422 and its problems, 403 for a sender without a
 * cookie, 409 when it made another poll before or a film is gone, and 503.
 */
export async function makePoll(request: Request, form: URLSearchParams) {
  const films = pollFilmsIn(form);
  const submitKey = z.uuid().safeParse(form.get("submitKey")).data;
  const fits = films?.from === "lottery" || (films && isNumber(films.movieIds.length));
  if (!films || !fits || !submitKey) throw refuse({ reason: "unknown-command" });
  const back = (status: number, about: Parameters<typeof answerTo>[1]) =>
    data(answerTo(form, about), { status });
  const terms = pollTerms().safeParse(Object.fromEntries(form));
  if (terms.error?.issues.some(({ path }) => path[0] !== "name")) throw refuse({ reason: "unknown-command" });
  const { names, problem } = readNames(form.get("names") ?? "");
  if (!terms.success || problem) {
    const name = terms.error?.issues.map(({ message }) => message) ?? [];
    return back(422, { problems: { name }, namesProblem: problem });
  }
  const { visitor, known, cookie } = await visitorToSave(request);
  if (!known) return back(403, { unsaved: "no-cookie" });
  const hours = terms.data.hours ?? POLL_HOURS_USUAL;
  const poll = { ...terms.data, hours, clubId: visitor.clubId, host: visitor.id, films, submitKey };
  const result = await withinQuota({ kind: "create", form, visitorId: visitor.id }, () =>
    createPoll(poll, { names, tokenOf: voterToken }),
  );
  if (!result.ok) return back(unsavedStatus(result.saved), { unsaved: result.saved });
  if (result.value.kind === "gone") return back(409, { trouble: "films-gone" });
  if (result.value.kind === "key-reused")
    return back(409, { trouble: "made-before", submitKey: randomUUID() });
  const { id } = result.value;
  if (names.length > 0) return seeOther(paths.pollSettings(id), cookie, await notify("poll-by-name"));
  return seeOther(paths.poll(id), cookie, await notify("poll-created"));
}

function isNumber(films: number): boolean {
  return films >= ENTRIES_MIN && films <= ENTRIES_MAX;
}
