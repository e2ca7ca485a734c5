import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { removeLottery } from "#app/data/lotteries/writes.server.ts";
import { lotteryPage } from "#app/data/lotteries/reads.server.ts";
import type { Command } from "#app/domain/repeatable-command.ts";
import { NO_FIELDS } from "#app/domain/form-shape.ts";
import { isLotteryId } from "#app/domain/lottery/lottery.ts";
import { refuse, seeOther, type Repeat } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { paths } from "#app/paths.ts";
import { lotteryTitles } from "#app/sharing/lottery-titles.server.ts";
import { Confirm } from "#app/ui/forms/confirm.tsx";
import type { TitleHandle } from "#app/ui/title.ts";
import { repeat, offlineFallback } from "#app/ui/forms/offline-fallback.ts";
import { notify } from "#app/visitor/notice-cookie.server.ts";
import { visitorOf } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  if (!isLotteryId(params.id)) throw refuse({ reason: "not-found" });
  const [lottery, visitor] = await Promise.all([lotteryPage({ lotteryId: params.id }), visitorOf(request)]);
  if (!lottery.value) throw refuse({ reason: lottery.missing });
  if (!visitor) throw refuse({ reason: "no-cookie" });
  if (lottery.value.clubId !== visitor.clubId) throw refuse({ reason: "not-found" });
  return { id: params.id, subject: (await lotteryTitles(request))(lottery.value) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const form = await readForm(request, NO_FIELDS);
  const visitor = await visitorOf(request);
  const { id } = params;
  if (!visitor) throw refuse({ reason: "no-cookie" });
  if (!isLotteryId(id)) throw refuse({ reason: "not-found" });
  const result = await withinQuota({ kind: "change", form, visitorId: visitor.id }, () =>
    removeLottery({ lotteryId: id, clubId: visitor.clubId }),
  );
  if (!result.ok) {
    const again: Repeat<Command> = { action: paths.lotteryDeletion(id), fields: {}, label: "delete" };
    throw refuse({ reason: "unconfirmed", saved: result.saved, again });
  }
  if (result.value === "foreign") throw refuse({ reason: "not-found" });
  // Pressing twice, or again after a lost answer, has the same result.
  return seeOther(paths.history, await notify(result.value === "gone" ? "lottery-gone" : "lottery-deleted"));
}

export const clientAction = offlineFallback(repeat("delete"));

export const handle: TitleHandle = { title: (words) => words("deletion.title") };

export default function Deletion() {
  const { id, subject } = useLoaderData<typeof loader>();
  const words = useWords();
  return (
    <Confirm
      title={words("deletion.title")}
      subject={subject}
      text={words("deletion.text")}
      yes={words("deletion.yes")}
      no={{ to: paths.lottery(id), label: words("deletion.no") }}
    />
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
