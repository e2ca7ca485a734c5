import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { pollPage } from "#app/data/polls/reads.server.ts";
import { removePoll } from "#app/data/polls/writes.server.ts";
import { NO_FIELDS } from "#app/domain/form-shape.ts";
import { isPollId } from "#app/domain/poll/poll.ts";
import type { Command } from "#app/domain/repeatable-command.ts";
import { refuse, seeOther, type Repeat } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { paths } from "#app/paths.ts";
import { lotteryTitles } from "#app/sharing/lottery-titles.server.ts";
import { Confirm } from "#app/ui/forms/confirm.tsx";
import { offlineFallback, repeat } from "#app/ui/forms/offline-fallback.ts";
import type { TitleHandle } from "#app/ui/title.ts";
import { notify } from "#app/visitor/notice-cookie.server.ts";
import { visitorOf } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  if (!isPollId(params.id)) throw refuse({ reason: "not-found" });
  const [poll, visitor] = await Promise.all([pollPage({ pollId: params.id }), visitorOf(request)]);
  if (!poll.value) throw refuse({ reason: poll.missing });
  if (!visitor) throw refuse({ reason: "no-cookie" });
  if (poll.value.clubId !== visitor.clubId) throw refuse({ reason: "not-found" });
  return { id: params.id, subject: (await lotteryTitles(request))(poll.value) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const form = await readForm(request, NO_FIELDS);
  const visitor = await visitorOf(request);
  const { id } = params;
  if (!visitor) throw refuse({ reason: "no-cookie" });
  if (!isPollId(id)) throw refuse({ reason: "not-found" });
  const result = await withinQuota({ kind: "change", form, visitorId: visitor.id }, () =>
    removePoll({ id, clubId: visitor.clubId }),
  );
  if (!result.ok) {
    const again: Repeat<Command> = { action: paths.pollDeletion(id), fields: {}, label: "delete" };
    throw refuse({ reason: "unconfirmed", saved: result.saved, again });
  }
  if (result.value === "foreign") throw refuse({ reason: "not-found" });
  // Pressing twice, or again after a lost answer, has the same result.
  return seeOther(paths.history, await notify(result.value === "gone" ? "poll-gone" : "poll-deleted"));
}

export const clientAction = offlineFallback(repeat("delete"));

export const handle: TitleHandle = { title: (words) => words("poll.deletion-title") };

export default function PollDeletion() {
  const { id, subject } = useLoaderData<typeof loader>();
  const words = useWords();
  return (
    <Confirm
      title={words("poll.deletion-title")}
      subject={subject}
      text={words("poll.deletion-text")}
      yes={words("poll.deletion-yes")}
      no={{ to: paths.poll(id), label: words("poll.deletion-no") }}
    />
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
