import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { data } from "@remix-run/node";
import { Link, useActionData, useParams } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { drawWinner } from "#app/data/commands.server.ts";
import { drawForm } from "#app/domain/draw-form.ts";
import { isId } from "#app/domain/lottery.ts";
import { refuse, seeOther } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { paths } from "#app/paths.ts";
import { DrawForm } from "#app/ui/draw-form.tsx";
import type { TitleHandle } from "#app/ui/title.ts";

export function loader({ params }: LoaderFunctionArgs): Response {
  return seeOther(paths.lottery(params.id ?? ""));
}

export async function action({ request, params }: ActionFunctionArgs) {
  const form = await readForm(request);
  if (!isId(params.id)) throw refuse({ reason: "not-found" });
  const wish = drawForm().safeParse(Object.fromEntries(form));
  if (!wish.success) {
    const problems = wish.error.issues.map(({ message }) => message);
    const typed = { number: Number(form.get("number")) || null, word: form.get("word") ?? "" };
    return data({ ...typed, problems }, { status: 422 });
  }
  const { number, word } = wish.data;
  const result = await drawWinner({ lotteryId: params.id, number, word });
  if (!result.ok) {
    const fields = { ...(number ? { number: String(number) } : {}), word };
    const again = { action: paths.draw(params.id), fields, label: "draw" } as const;
    throw refuse({ reason: "unconfirmed", saved: result.saved, again });
  }
  if (!result.value) throw refuse({ reason: "not-found" });
  return seeOther(paths.lottery(params.id));
}

export const handle: TitleHandle = { title: (words) => words("lottery.draw") };

/** Seen only when the word could not be taken. */
export default function Draw() {
  const words = useWords();
  const { id = "" } = useParams();
  const answer = useActionData<typeof action>();
  return (
    <section className="stage">
      <h1>{words("lottery.draw")}</h1>
      <DrawForm
        lotteryId={id}
        number={answer?.number ?? null}
        word={answer?.word ?? ""}
        problems={answer?.problems}
      />
      <Link to={paths.lottery(id)}>{words("draw.back")}</Link>
    </section>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
