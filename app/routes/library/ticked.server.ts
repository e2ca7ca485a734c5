import { randomUUID } from "node:crypto";
import { data } from "@remix-run/node";
import * as z from "zod";
import type { Labelled, Labelling } from "#app/data/library/labels.server.ts";
import { labelTicked, removeMovies } from "#app/data/library/writes.server.ts";
import { createLotteryOfMovies } from "#app/data/lotteries/writes.server.ts";
import { readLabel } from "#app/domain/library/library.ts";
import { readTicked, type Ticked } from "#app/domain/library/ticked.ts";
import { refuse, seeOther, unsavedStatus, type Unsaved } from "#app/http/answer.ts";
import { paths } from "#app/paths.ts";
import { notify } from "#app/visitor/notice-cookie.server.ts";
import type { Sender } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";
import { NOTHING, type Answer } from "./form-answer.ts";

/**
 * Does with the ticked films what the form says: makes a lottery of them, or changes them all and shows the same list
 * again, by this search. 422 with what is wrong, 409 when what was ticked has changed, 503; always with the ticks.
 */
export async function doWithTicked(form: URLSearchParams, sender: Sender, search: string) {
  const asked = readTicked(form);
  if (!asked) throw refuse({ reason: "unknown-command" });
  const { ticked, problem } = asked;
  const submitKey = z.uuid().catch(randomUUID()).parse(form.get("submitKey"));
  const sent: Sent = { form, sender, search, ticked, submitKey };
  if (problem) return data(answerTo(sent, { problem }), { status: 422 });
  switch (ticked.command) {
    case "lottery":
      return makeLottery(sent);
    case "remove":
      return remove(sent);
    case "badge-on":
    case "badge-off":
      return label(sent, { badge: ticked.badge, on: ticked.command === "badge-on" });
    case "tag-on":
    case "tag-off":
      return label(sent, { tag: readLabel(ticked.tag)!, on: ticked.command === "tag-on" });
  }
}

type Sent = { form: URLSearchParams; sender: Sender; search: string; ticked: Ticked; submitKey: string };
type Trouble = NonNullable<Answer["ticked"]>["problem"];

async function makeLottery(sent: Sent) {
  const { form, sender, ticked, submitKey } = sent;
  const { visitor, cookie } = sender;
  const result = await withinQuota({ kind: "create", form, visitorId: visitor.id }, () =>
    createLotteryOfMovies({ clubId: visitor.clubId, host: visitor.id, movieIds: ticked.ids, submitKey }),
  );
  if (!result.ok) return unsaved(sent, result.saved);
  if (result.value.kind === "gone") return data(answerTo(sent, { problem: "gone" }), { status: 409 });
  // Other ticks than at the first submit make another lottery, so the form gets a new key, and keeps its ticks.
  if (result.value.kind === "key-reused") {
    return data({ ...answerTo({ ...sent, submitKey: randomUUID() }), conflict: true }, { status: 409 });
  }
  return seeOther(paths.lottery(result.value.id), cookie, await notify("lottery-created"));
}

async function remove(sent: Sent) {
  const { form, sender, ticked, submitKey: removal, search } = sent;
  const { visitor, cookie } = sender;
  const result = await withinQuota({ kind: "change", form, visitorId: visitor.id }, () =>
    removeMovies({ clubId: visitor.clubId, ids: ticked.ids, removal }),
  );
  if (!result.ok) return unsaved(sent, result.saved);
  const { removed: count, gone: others } = result.value;
  const undo = count > 0 ? removal : undefined;
  const notice = await notify("movies-removed", undefined, { count, others, undo });
  return seeOther(`${paths.library}${search}`, cookie, notice);
}

async function label(sent: Sent, labelling: Labelling) {
  const { form, sender, ticked, search } = sent;
  const { visitor, cookie } = sender;
  const result = await withinQuota({ kind: "change", form, visitorId: visitor.id }, () =>
    labelTicked({ clubId: visitor.clubId, ids: ticked.ids, ...labelling }),
  );
  if (!result.ok) return unsaved(sent, result.saved);
  return seeOther(`${paths.library}${search}`, cookie, await noticeOf(result.value));
}

function noticeOf({ changed: count, gone, full }: Labelled): Promise<string> {
  return full > 0
    ? notify("movies-full", undefined, { count, others: full })
    : notify("movies-changed", undefined, { count, others: gone });
}

function answerTo({ ticked, submitKey }: Sent, { problem = null }: { problem?: Trouble } = {}): Answer {
  return { ...NOTHING, ticked: { ...ticked, problem, submitKey } };
}

function unsaved(sent: Sent, saved: Unsaved) {
  return data({ ...answerTo(sent), unsaved: saved }, { status: unsavedStatus(saved) });
}
