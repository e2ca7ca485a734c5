import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { data } from "@remix-run/node";
import { isRouteErrorResponse, Link, useParams, useRouteError } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { whyNoLottery } from "#app/data/lotteries/reads.server.ts";
import { drawWinner } from "#app/data/lotteries/writes.server.ts";
import type { Drawn } from "#app/data/lotteries/draws.server.ts";
import type { Command } from "#app/domain/repeatable-command.ts";
import { DRAW_SHAPE, drawInput } from "#app/domain/draw/draw-input.ts";
import { isLotteryId } from "#app/domain/lottery/lottery.ts";
import { refuse, seeOther, type Repeat } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { paths, TV_VIEW } from "#app/paths.ts";
import { DrawForm } from "#app/ui/lottery/draw-form.tsx";
import { ErrorPage } from "#app/ui/error-page.tsx";
import type { TitleHandle } from "#app/ui/title.ts";
import { repeat, offlineFallback } from "#app/ui/forms/offline-fallback.ts";
import { visitorOf } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";

export function loader({ params }: LoaderFunctionArgs): Response {
  if (!isLotteryId(params.id)) throw refuse({ reason: "not-found" });
  return seeOther(paths.lottery(params.id));
}

export async function action({ request, params }: ActionFunctionArgs) {
  const form = await readForm(request, DRAW_SHAPE);
  const { id } = params;
  if (!isLotteryId(id)) throw refuse({ reason: "not-found" });
  const tvView = form.get("view") === TV_VIEW;
  const input = drawInput().safeParse(Object.fromEntries(form));
  if (!input.success) {
    const problems = input.error.issues.map(({ message }) => message);
    const typed = { number: Number(form.get("number")) || null, word: form.get("word") ?? "", tvView };
    // Thrown, so that the loader does not run: it would lead away from what was typed.
    throw data({ ...typed, problems, obstacle: null } satisfies Refused, { status: 422 });
  }
  const { number, word } = input.data;
  const visitor = await visitorOf(request);
  const result = await withinQuota({ kind: "draw", form, visitorId: visitor?.id ?? null }, () =>
    drawWinner({ lotteryId: id, number, word }),
  );
  if (!result.ok) {
    const fields = {
      ...(number ? { number: String(number) } : {}),
      ...(tvView ? { view: TV_VIEW } : {}),
      word,
    };
    const again: Repeat<Command> = { action: paths.draw(id), fields, label: "draw" };
    throw refuse({ reason: "unconfirmed", saved: result.saved, again });
  }
  if (!result.value) throw refuse({ reason: await whyNoLottery(id) });
  const { kind } = result.value;
  if (kind !== "drawn") {
    if (kind === "collecting") return seeOther((tvView ? paths.tvView : paths.lottery)(id));
    const offered = kind === "renewed" ? null : (number ?? null);
    throw data({ number: offered, word, tvView, problems: [], obstacle: kind } satisfies Refused, {
      status: 409,
    });
  }
  return seeOther((tvView ? paths.tvView : paths.lottery)(id));
}

export const clientAction = offlineFallback(repeat("draw"));

export const handle: TitleHandle = { title: (words) => words("lottery.draw") };

/**
 * Never shown: loader and action both redirect or throw. Without it, this would be a resource and errors had no page.
 */
export default function Draw() {
  return null;
}

type Refused = {
  number: number | null;
  word: string;
  tvView: boolean;
  problems: string[];
  /** Why nothing was drawn although the form was right. */
  obstacle: Exclude<Drawn["kind"], "drawn" | "collecting"> | null;
};

export function ErrorBoundary() {
  const words = useWords();
  const { id = "" } = useParams();
  const error = useRouteError();
  if (!isRouteErrorResponse(error) || ![409, 422].includes(error.status)) return <ErrorPage />;
  const { problems, tvView, obstacle, ...typed } = error.data as Refused;
  const mayDraw = obstacle === null || obstacle === "renewed";
  return (
    <section className="stage">
      <h1>{words("lottery.draw")}</h1>
      {obstacle ? (
        <p className="obstacle" role="alert">
          {words(`draw.${obstacle}`)}
        </p>
      ) : null}
      {mayDraw ? <DrawForm lotteryId={id} {...typed} withWord tvView={tvView} problems={problems} /> : null}
      <Link to={(tvView ? paths.tvView : paths.lottery)(id)}>{words("draw.back")}</Link>
    </section>
  );
}
