import { randomUUID } from "node:crypto";
import { data } from "@remix-run/node";
import * as z from "zod";
import { whyNoLottery } from "#app/data/lotteries/reads.server.ts";
import { suggest } from "#app/data/lotteries/hat/writes.server.ts";
import { readPick } from "#app/domain/film/found-pick.ts";
import { readSuggestion } from "#app/domain/hat/hat-input.ts";
import { refuse, seeOther, unsavedStatus } from "#app/http/answer.ts";
import { languageOf } from "#app/http/request-language.server.ts";
import { findForPage, readAsked } from "#app/movies/find-for-page.server.ts";
import { pictures } from "#app/movies/pictures/open-pictures.server.ts";
import { paths } from "#app/paths.ts";
import { rememberFirstName } from "#app/visitor/first-name-cookie.server.ts";
import { notify } from "#app/visitor/notice-cookie.server.ts";
import { maySearch } from "#app/visitor/search-quota.server.ts";
import type { Sender } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";
import { answerTo } from "./hat-answer.ts";

/** A form that was sent to a hat, and by whom. */
export type Sent = { request: Request; form: URLSearchParams; lotteryId: string; sender: Sender };

/** The page as it was sent, with the films that its title may mean; 422 when nothing is typed to look for. */
export async function find({ request, form }: Sent) {
  const thisYear = new Date().getUTCFullYear();
  const text = readAsked({ title: form.get("title"), year: form.get("year") });
  if (text === "")
    return data(answerTo("suggest", form, { problems: { title: ["title-blank"] } }), { status: 422 });
  const asked = { language: await languageOf(request), thisYear, signal: request.signal };
  const found = await findForPage(text, { ...asked, may: maySearch });
  return data(answerTo("suggest", form, { found }));
}

/**
 * Puts films into the hat: those typed, or the one picked. 422 with what is wrong, 403 for a sender without a cookie, who
 * could not take them back, 409 when nothing was put in, 503.
 */
export async function putIn({ form, lotteryId, sender: { visitor, known, cookie } }: Sent) {
  const pick = form.get("pick");
  if (pick !== null) fillIn(form, pick);
  const { films, firstName, problems } = readSuggestion(form, new Date().getUTCFullYear());
  if (Object.keys(problems).length > 0) return data(answerTo("suggest", form, { problems }), { status: 422 });
  const headers: HeadersInit = cookie ? { "Set-Cookie": cookie } : {};
  const back = (about: Parameters<typeof answerTo>[2], status: number) =>
    data(answerTo("suggest", form, about), { status, headers });
  if (!known) return back({ unsaved: "no-cookie" }, 403);
  const submitKey = z.uuid().safeParse(form.get("submitKey"));
  if (!submitKey.success) throw refuse({ reason: "unknown-command" });
  const changing = { lotteryId, visitorId: visitor.id, clubId: visitor.clubId };
  const result = await withinQuota({ kind: "suggest", form, visitorId: visitor.id }, () =>
    suggest({ ...changing, firstName, films, submitKey: submitKey.data }),
  );
  if (!result.ok) return back({ unsaved: result.saved }, unsavedStatus(result.saved));
  if (!result.value) throw refuse({ reason: await whyNoLottery(lotteryId) });
  const { kind, joined } = result.value;
  if (kind === "busy") return back({ unsaved: "refused" }, 503);
  if (kind === "key-reused") form.set("submitKey", randomUUID());
  if (kind !== "done" && kind !== "existing") return back({ refused: kind }, 409);
  for (const { posterUrl } of films) if (posterUrl) void pictures().want(posterUrl);
  const [first] = joined;
  const notice = await (first === undefined
    ? notify("suggestion-in", films[0]?.title)
    : notify("suggestion-joined", first));
  return seeOther(paths.lottery(lotteryId), cookie, notice, await rememberFirstName(firstName));
}

/** Puts the film that was picked into the fields. Throws 400 for what is no film. */
function fillIn(form: URLSearchParams, text: string): void {
  const pick = readPick(text);
  if (!pick) throw refuse({ reason: "unknown-command" });
  for (const [name, value] of Object.entries(pick)) form.set(name, value);
}
