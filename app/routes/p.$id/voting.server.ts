import { randomUUID } from "node:crypto";
import { data } from "@remix-run/node";
import * as z from "zod";
import { whyNoPoll } from "#app/data/polls/reads.server.ts";
import { vote } from "#app/data/polls/writes.server.ts";
import { methodOf, readBallot } from "#app/domain/poll/ballot.ts";
import { refuse, seeOther, unsavedStatus } from "#app/http/answer.ts";
import { paths } from "#app/paths.ts";
import { notify } from "#app/visitor/notice-cookie.server.ts";
import { visitorToSave } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";
import { hashOf, tokenIn } from "./voter.server.ts";
import { voteAnswer } from "./vote-answer.ts";

/**
 * Saves the vote of a ballot form. It comes back with 422 and its problems, with 403 for who keeps no cookie or is not
 * invited, with 409 when it was saved with other films or the poll has changed, and with 503. A vote that is too late is
 * led to the result.
 */
export async function castVote(request: Request, form: URLSearchParams, pollId: string) {
  const method = methodOf(form);
  const submitKey = z.uuid().safeParse(form.get("submitKey")).data;
  if (!method || !submitKey) throw refuse({ reason: "unknown-command" });
  const back = (status: number, about: Parameters<typeof voteAnswer>[1]) =>
    data(voteAnswer(form, about), { status });
  const { ballot, problems } = readBallot(form, method);
  if (!ballot) return back(422, { problems });
  const { visitor, known, cookie } = await visitorToSave(request);
  const token = tokenIn(form.get("voter"));
  if (!known && !token) return back(403, { unsaved: "no-cookie" });
  const voter = { visitorId: known ? visitor.voterId : null, tokenHash: hashOf(token) };
  const result = await withinQuota({ kind: "vote", form, visitorId: voter.visitorId }, () =>
    vote({ pollId, voter, method, choices: ballot, submitKey }),
  );
  if (!result.ok) return back(unsavedStatus(result.saved), { unsaved: result.saved });
  if (!result.value) throw refuse({ reason: await whyNoPoll(pollId) });
  const page = paths.pollAs(pollId, token);
  switch (result.value.kind) {
    case "cast":
    case "existing":
      return seeOther(page, cookie, await notify("vote-cast"));
    case "ended":
      return seeOther(page, cookie, await notify("vote-late"));
    case "key-reused":
      return back(409, { trouble: "saved-before", submitKey: randomUUID() });
    case "changed":
      return back(409, { trouble: "changed" });
    case "not-invited":
      return back(403, { trouble: "not-invited" });
    case "unknown-browser":
      return back(403, { unsaved: "no-cookie" });
  }
}
