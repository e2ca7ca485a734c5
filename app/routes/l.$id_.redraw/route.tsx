import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { data, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { openDraw } from "#app/data/lotteries/writes.server.ts";
import { lotteryPage } from "#app/data/lotteries/reads.server.ts";
import { REDRAW_SHAPE, redrawInput } from "#app/domain/draw/draw-input.ts";
import { DRAWS_MAX, ENTRIES_MIN, isLotteryId } from "#app/domain/lottery/lottery.ts";
import { refuse, seeOther, unsavedStatus } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { paths } from "#app/paths.ts";
import { lotteryTitles } from "#app/sharing/lottery-titles.server.ts";
import type { TitleHandle } from "#app/ui/title.ts";
import { offlineFallback } from "#app/ui/forms/offline-fallback.ts";
import { notify } from "#app/visitor/notice-cookie.server.ts";
import { visitorOf } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";
import { RedrawForm } from "./redraw-form.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  if (!isLotteryId(params.id)) throw refuse({ reason: "not-found" });
  const [lottery, visitor] = await Promise.all([lotteryPage({ lotteryId: params.id }), visitorOf(request)]);
  // Still shows the page, because it may have to give back what was typed.
  if (lottery.missing === "away")
    return data({ id: params.id, subject: null, number: null, drawn: [], full: false }, { status: 503 });
  if (!lottery.value) throw refuse({ reason: lottery.missing });
  if (!visitor) throw refuse({ reason: "no-cookie" });
  if (lottery.value.clubId !== visitor.clubId) throw refuse({ reason: "not-found" });
  const { id, entries, draws, draw, open } = lottery.value;
  // There is nothing to repeat yet, or the next draw is open already, or too few of the films are left.
  if (!draw || open || entries.length < ENTRIES_MIN) throw redirect(paths.lottery(id), 303);
  const winners = new Set(draws.map(({ winner }) => winner));
  const drawn = entries.filter(({ position }) => winners.has(position));
  const subject = (await lotteryTitles(request))(lottery.value);
  return { id, subject, number: draw.number + 1, drawn, full: draw.number >= DRAWS_MAX };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const form = await readForm(request, REDRAW_SHAPE);
  const visitor = await visitorOf(request);
  const { id } = params;
  if (!visitor) throw refuse({ reason: "no-cookie" });
  if (!isLotteryId(id)) throw refuse({ reason: "not-found" });
  const typed = {
    number: form.get("number") ?? "",
    reason: form.get("reason") ?? "",
    leaveOut: form.get("leaveOut") === "on",
  };
  const input = redrawInput().safeParse(Object.fromEntries(form));
  if (!input.success) {
    if (input.error.issues.some(({ path }) => path[0] === "number"))
      throw refuse({ reason: "unknown-command" });
    const problems = input.error.issues.map(({ message }) => message);
    return data({ typed, problems, leaveOutProblem: false, unsaved: null }, { status: 422 });
  }
  const result = await withinQuota({ kind: "draw", form, visitorId: visitor.id }, () =>
    openDraw({ lotteryId: id, clubId: visitor.clubId, ...input.data }),
  );
  if (!result.ok) {
    return data(
      { typed, problems: [], leaveOutProblem: false, unsaved: result.saved },
      { status: unsavedStatus(result.saved) },
    );
  }
  if (!result.value) throw refuse({ reason: "not-found" });
  const { kind } = result.value;
  if (kind === "too-many") {
    const problems = ["too-many-draws"];
    return data({ typed, problems, leaveOutProblem: false, unsaved: null }, { status: 422 });
  }
  if (kind === "too-few" && typed.leaveOut) {
    return data({ typed, problems: [], leaveOutProblem: true, unsaved: null }, { status: 422 });
  }
  if (kind === "undrawn" || kind === "too-few") return seeOther(paths.lottery(id));
  return seeOther(paths.lottery(id), await notify("draw-opened"));
}

export const clientAction = offlineFallback((form) => ({
  typed: { number: form.get("number"), reason: form.get("reason"), leaveOut: form.get("leaveOut") === "on" },
  problems: [],
  leaveOutProblem: false,
  unsaved: "unknown",
}));

export const handle: TitleHandle = { title: (words) => words("redraw.title") };

export default function Redraw() {
  const { id, subject, number, drawn, full } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const words = useWords();
  if (number === null && !answer) return <p className="prose">{words("error.away.text")}</p>;
  const command =
    full && !answer ? <NoMore lotteryId={id} /> : <RedrawForm {...{ id, number, drawn, answer }} />;
  return (
    <section className="message-page">
      <h1>{words("redraw.title")}</h1>
      {subject ? (
        <p className="message-subject" dir="auto">
          {subject}
        </p>
      ) : null}
      {command}
    </section>
  );
}

function NoMore({ lotteryId }: { lotteryId: string }) {
  const words = useWords();
  return (
    <>
      <p>{words("redraw.full", { max: DRAWS_MAX })}</p>
      <div className="choices">
        <Link className="button primary" to={paths.home}>
          {words("lottery.another")}
        </Link>
        <Link className="button" to={paths.lottery(lotteryId)}>
          {words("draw.back")}
        </Link>
      </div>
    </>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
