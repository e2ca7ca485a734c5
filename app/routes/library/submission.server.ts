import { randomUUID } from "node:crypto";
import { parseWithZod } from "@conform-to/zod/v4";
import { data } from "@remix-run/node";
import * as z from "zod";
import { addMovie, keepEntry } from "#app/data/library/writes.server.ts";
import type { Command } from "#app/domain/repeatable-command.ts";
import { ENTRIES_MAX, isLotteryId } from "#app/domain/lottery/lottery.ts";
import { movieInput } from "#app/domain/film/movie-input.ts";
import type { Problem } from "#app/domain/problem.ts";
import { refuse, seeOther, unsavedStatus, type Repeat } from "#app/http/answer.ts";
import { pictures } from "#app/movies/pictures/open-pictures.server.ts";
import { paths } from "#app/paths.ts";
import { notify } from "#app/visitor/notice-cookie.server.ts";
import type { Sender } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";
import { NOTHING } from "./form-answer.ts";

/**
 * Adds the movie of the add form. 422 with its problems, 403 for a sender without a cookie, who would not find it again,
 * 409 when the form was saved with other content, 503. Then the same films are listed as before, by this search.
 */
export async function add(form: URLSearchParams, { visitor, known, cookie }: Sender, search: string) {
  const submission = readMovie(form);
  if (submission.status !== "success")
    return data({ ...NOTHING, reply: submission.reply() }, { status: 422 });
  const reply = submission.reply({ formErrors: [] });
  const headers: HeadersInit = cookie ? { "Set-Cookie": cookie } : {};
  if (!known) return data({ ...NOTHING, reply, unsaved: "no-cookie" as const }, { status: 403, headers });
  const { title, year, poster, ref, note, submitKey } = submission.value;
  const movie = { title, year, posterUrl: poster, ref };
  const result = await withinQuota({ kind: "change", form, visitorId: visitor.id }, () =>
    addMovie({ clubId: visitor.clubId, movie, note, submitKey }),
  );
  if (!result.ok)
    return data(
      { ...NOTHING, reply, unsaved: result.saved },
      { status: unsavedStatus(result.saved), headers },
    );
  if (poster) void pictures().want(poster);
  if (result.value.kind === "key-reused") {
    const fresh = { ...reply, initialValue: { ...reply.initialValue, submitKey: randomUUID() } };
    return data({ ...NOTHING, reply: fresh, conflict: true }, { status: 409, headers });
  }
  if (result.value.kind === "note-full") {
    const problem: Problem = "note-too-long-together";
    const refused = submission.reply({ fieldErrors: { note: [problem] } });
    return data({ ...NOTHING, reply: refused }, { status: 422, headers });
  }
  const { kind, worthKeeping } = result.value;
  const notice = await notify(kind === "added" ? "movie-added" : "movie-again", title, {
    offer: worthKeeping,
  });
  return seeOther(`${paths.library}${search}`, cookie, notice);
}

/** Puts an entry of a lottery into the library, and leads back to that lottery. */
export async function keep(form: URLSearchParams, { visitor, known, cookie }: Sender) {
  const fields = Keep.safeParse(Object.fromEntries(form));
  if (!fields.success) throw refuse({ reason: "unknown-command" });
  const { lottery: lotteryId, entry: position } = fields.data;
  const again: Repeat<Command> = { action: paths.library, fields: Object.fromEntries(form), label: "keep" };
  if (!known) throw refuse({ reason: "unconfirmed", saved: "no-cookie", again });
  const result = await withinQuota({ kind: "change", form, visitorId: visitor.id }, () =>
    keepEntry({ clubId: visitor.clubId, lotteryId, position }),
  );
  if (!result.ok) throw refuse({ reason: "unconfirmed", saved: result.saved, again });
  if (!result.value) throw refuse({ reason: "not-found" });
  const { kind, title } = result.value;
  const notice = await notify(kind === "added" ? "movie-added" : "movie-again", title);
  return seeOther(paths.lottery(lotteryId), cookie, notice);
}

const Keep = z.object({
  lottery: z.string().refine(isLotteryId),
  entry: z.coerce.number().int().min(1).max(ENTRIES_MAX),
});

function readMovie(form: URLSearchParams) {
  return parseWithZod(form, {
    schema: movieInput(new Date().getUTCFullYear()),
    disableAutoCoercion: true,
  });
}
