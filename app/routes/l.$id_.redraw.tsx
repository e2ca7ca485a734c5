import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { data, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { openDraw } from "#app/data/commands.server.ts";
import { lotteryPage } from "#app/data/pages.server.ts";
import { REDRAW_SHAPE, redrawForm } from "#app/domain/draw-form.ts";
import { isId } from "#app/domain/lottery.ts";
import { refuse, seeOther } from "#app/http/answer.ts";
import { notify } from "#app/http/notice.server.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { visitorOf } from "#app/http/visitor.server.ts";
import { paths } from "#app/paths.ts";
import { AutoRetry } from "#app/ui/auto-retry.tsx";
import { Problems, TextField } from "#app/ui/field.tsx";
import { MovieName } from "#app/ui/movie-name.tsx";
import type { TitleHandle } from "#app/ui/title.ts";
import { whenUnanswered } from "#app/ui/unanswered.ts";
import { UnconfirmedNote } from "#app/ui/unconfirmed-note.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  if (!isId(params.id)) throw refuse({ reason: "not-found" });
  const [lottery, visitor] = await Promise.all([lotteryPage({ lotteryId: params.id }), visitorOf(request)]);
  // Still a page, because it may have to give back what was typed.
  if (!lottery.value && lottery.source === "default")
    return data({ id: params.id, name: null, number: null, drawn: [] }, { status: 503 });
  if (!lottery.value || lottery.value.clubId !== visitor?.clubId) throw refuse({ reason: "not-found" });
  const { id, name, entries, draws, draw, open } = lottery.value;
  // Nothing to repeat yet, or the next draw is open already.
  if (!draw || open) throw redirect(paths.lottery(id), 303);
  const winners = new Set(draws.map(({ winner }) => winner));
  const drawn = entries.filter(({ position }) => winners.has(position));
  return { id, name, number: draw.number + 1, drawn };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const form = await readForm(request, REDRAW_SHAPE);
  const visitor = await visitorOf(request);
  if (!isId(params.id) || !visitor) throw refuse({ reason: "not-found" });
  const typed = {
    number: form.get("number") ?? "",
    reason: form.get("reason") ?? "",
    leaveOut: form.get("leaveOut") === "on",
  };
  const wish = redrawForm().safeParse(Object.fromEntries(form));
  if (!wish.success) {
    if (wish.error.issues.some(({ path }) => path[0] === "number"))
      throw refuse({ reason: "unknown-command" });
    const problems = wish.error.issues.map(({ message }) => message);
    return data({ typed, problems, leaveOutProblem: false, unsaved: null }, { status: 422 });
  }
  const result = await openDraw({ lotteryId: params.id, clubId: visitor.clubId, ...wish.data });
  if (!result.ok) {
    return data({ typed, problems: [], leaveOutProblem: false, unsaved: result.saved }, { status: 503 });
  }
  if (!result.value) throw refuse({ reason: "not-found" });
  if (result.value.kind === "too-few") {
    return data({ typed, problems: [], leaveOutProblem: true, unsaved: null }, { status: 422 });
  }
  if (result.value.kind === "undrawn") return seeOther(paths.lottery(params.id));
  return seeOther(paths.lottery(params.id), await notify("draw-opened"));
}

export const clientAction = whenUnanswered((form) => ({
  typed: { number: form.get("number"), reason: form.get("reason"), leaveOut: form.get("leaveOut") === "on" },
  problems: [],
  leaveOutProblem: false,
  unsaved: "unknown",
}));

export const handle: TitleHandle = { title: (words) => words("redraw.title") };

export default function Redraw() {
  const { id, name, number, drawn } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const words = useWords();
  if (number === null && !answer) return <p className="prose">{words("error.away.text")}</p>;
  return (
    <section className="message-page">
      <h1>{words("redraw.title")}</h1>
      <p className="subject" dir="auto">
        {name ?? words("lottery.untitled")}
      </p>
      <p>{words("redraw.text")}</p>
      {answer?.unsaved ? <UnconfirmedNote saved={answer.unsaved} /> : null}
      <Form method="post" className="redraw-form" noValidate>
        <input type="hidden" name="number" value={number ?? answer?.typed.number} />
        <TextField
          name="reason"
          id="reason"
          label={words("redraw.reason")}
          hint={words("redraw.reason-hint")}
          defaultValue={answer?.typed.reason ?? ""}
          problems={answer?.problems}
        />
        <div className="tick">
          <label>
            <input
              type="checkbox"
              name="leaveOut"
              defaultChecked={answer?.typed.leaveOut ?? true}
              aria-describedby={answer?.leaveOutProblem ? "leave-out-problem" : undefined}
            />{" "}
            {words("redraw.leave-out", { count: drawn.length })}
          </label>
          <ul className="left-out">
            {drawn.map(({ position, title, year }) => (
              <li key={position}>
                <MovieName title={title} year={year} />
              </li>
            ))}
          </ul>
          <Problems
            id="leave-out-problem"
            problems={answer?.leaveOutProblem ? ["too-few-left"] : undefined}
          />
        </div>
        <div className="choices">
          <button className="button primary">{words("redraw.yes")}</button>
          <Link className="button" to={paths.lottery(id)}>
            {words("redraw.no")}
          </Link>
        </div>
        {answer?.unsaved ? <AutoRetry answer={answer} /> : null}
      </Form>
    </section>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
