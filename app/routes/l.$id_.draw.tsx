import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { drawWinner } from "#app/data/commands.server.ts";
import { isId } from "#app/domain/lottery.ts";
import { refuse, seeOther } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { paths } from "#app/paths.ts";

export function loader({ params }: LoaderFunctionArgs): Response {
  return seeOther(paths.lottery(params.id ?? ""));
}

export async function action({ request, params }: ActionFunctionArgs) {
  await readForm(request);
  if (!isId(params.id)) throw refuse({ reason: "not-found" });
  const result = await drawWinner({ lotteryId: params.id });
  if (!result.ok) {
    const again = { action: paths.draw(params.id), fields: {}, label: "draw" } as const;
    throw refuse({ reason: "unconfirmed", saved: result.saved, again });
  }
  if (!result.value) throw refuse({ reason: "not-found" });
  return seeOther(paths.lottery(params.id));
}

/** Never seen: both the loader and the action answer with a redirect. Its presence makes this a page, not a resource. */
export default function Draw() {
  return null;
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
